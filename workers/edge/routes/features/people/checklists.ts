/** Checklists of a room by REST. The room itself answers. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { ChecklistItemId, ChecklistItem as ItemShape } from '@syncforge/protocol/checklists'
import * as z from 'zod'
import type { EdgeEnv } from '../../../env.ts'
import { problems } from '../../../openapi.ts'
import { askContext, askRoom } from '../../../rooms.ts'
import { declareRoute, jsonContent } from '../../../route.ts'
import { aboutRoom, RoomParams } from '../../rooms/shapes.ts'

const tags = ['Checklists']
const whenWriting = [...aboutRoom, 'NOT_FOUND', 'LIMIT_EXCEEDED', 'PLAN_LIMIT_EXCEEDED'] as const

const { requests } = contracts.checklists
const Item = ItemShape.meta({ id: 'ChecklistItem' })
const Items = z.object({ items: z.array(Item) }).meta({ id: 'ChecklistItems' })
const NewItem = requests['checklists.add'].body.meta({
  id: 'NewChecklistItem',
  example: { list: 'launch', text: 'Write the announcement', assignee: 'user_1' },
})
const Change = requests['checklists.update'].body
  .omit({ id: true })
  .strict()
  .meta({ id: 'ChecklistItemChange', example: { done: true } })
const ItemParams = RoomParams.extend({ itemId: ChecklistItemId })

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/checklists',
  right: 'documents:read',
  tags,
  summary: 'List the items of all checklists, by list and in order',
  request: { params: RoomParams },
  responses: { 200: { description: 'They.', content: jsonContent(Items) }, ...problems(...aboutRoom) },
})

const add = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/checklists',
  right: 'documents:write',
  tags,
  summary: 'Add an item',
  request: { params: RoomParams, body: { required: true, content: jsonContent(NewItem) } },
  responses: { 201: { description: 'The item.', content: jsonContent(Item) }, ...problems(...whenWriting) },
})

const update = declareRoute({
  method: 'patch',
  path: '/api/v1/rooms/{roomId}/checklists/{itemId}',
  right: 'documents:write',
  tags,
  summary: 'Check, edit or move an item',
  request: { params: ItemParams, body: { required: true, content: jsonContent(Change) } },
  responses: { 200: { description: 'The item.', content: jsonContent(Item) }, ...problems(...whenWriting) },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/checklists/{itemId}',
  right: 'documents:write',
  tags,
  summary: 'Remove an item',
  request: { params: ItemParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...whenWriting) },
})

export const checklists = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    const items = await askRoom(await askContext(c, roomId), 'checklists', 'checklists.list', {})
    return c.json({ items }, 200)
  })
  .openapi(add, async (c) => {
    const { roomId } = c.req.valid('param')
    const context = await askContext(c, roomId)
    return c.json(await askRoom(context, 'checklists', 'checklists.add', c.req.valid('json')), 201)
  })
  .openapi(update, async (c) => {
    const { roomId, itemId: id } = c.req.valid('param')
    const context = await askContext(c, roomId)
    return c.json(await askRoom(context, 'checklists', 'checklists.update', { id, ...c.req.valid('json') }), 200)
  })
  .openapi(remove, async (c) => {
    const { roomId, itemId: id } = c.req.valid('param')
    await askRoom(await askContext(c, roomId), 'checklists', 'checklists.remove', { id })
    return c.body(null, 204)
  })
