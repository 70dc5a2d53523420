/** The chat of a room by REST, in the name of the person that is given: the room itself answers, as it answers a socket. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { ChatMessage, ChatState } from '@syncforge/protocol/chat'
import { UserId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import type { EdgeEnv } from '../../../env.ts'
import { problems } from '../../../openapi.ts'
import { askContext, askRoom } from '../../../rooms.ts'
import { declareRoute, jsonContent } from '../../../route.ts'
import { aboutRoom, RoomParams } from '../../rooms/shapes.ts'
import { inNameOf, Named } from './in-name-of.ts'

const tags = ['Chat']
const always = [...aboutRoom, 'NOT_FOUND'] as const
const whenWriting = [...always, 'PLAN_LIMIT_EXCEEDED', 'LIMIT_EXCEEDED', 'RATE_LIMITED'] as const

const { requests } = contracts.chat
const Message = ChatMessage.meta({ id: 'ChatMessage' })
const { body: Words, replyTo, nonce } = requests['chat.send'].body.shape
const NewMessage = Named.extend({ body: Words, replyTo, nonce }).meta({
  id: 'NewChatMessage',
  example: { userId: 'user_1', body: 'The build is green' },
})
const Edited = Named.extend({ body: Words }).meta({
  id: 'EditedChatMessage',
  example: { userId: 'user_1', body: 'The build is green again' },
})
const { emoji, on } = requests['chat.react'].body.shape
const Reaction = Named.extend({ emoji, on }).meta({ id: 'ChatReaction', example: { userId: 'user_1', emoji: '👍' } })
const { id: MessageId } = requests['chat.edit'].body.shape
const Read = Named.extend({ upTo: MessageId.optional().describe('Left out: all there is.') }).meta({
  id: 'ChatRead',
  example: { userId: 'user_1' },
})
const MessageParams = RoomParams.extend({ messageId: MessageId })
const Page = z.object({
  before: MessageId.optional().describe('The first message of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).optional(),
})

const history = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/chat',
  right: 'documents:read',
  tags,
  summary: 'Read the chat, the newest messages first',
  description: 'Within a page the oldest first.',
  request: { params: RoomParams, query: Page },
  responses: {
    200: { description: 'A page.', content: jsonContent(requests['chat.history'].reply.meta({ id: 'ChatPage' })) },
    ...problems(...always),
  },
})

const send = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/chat',
  right: 'comments:write',
  tags,
  summary: 'Send a message',
  request: { params: RoomParams, body: { required: true, content: jsonContent(NewMessage) } },
  responses: { 201: { description: 'The message.', content: jsonContent(Message) }, ...problems(...whenWriting) },
})

const edit = declareRoute({
  method: 'patch',
  path: '/api/v1/rooms/{roomId}/chat/{messageId}',
  right: 'comments:write',
  tags,
  summary: 'Edit a message',
  description: 'In the name of its author, nobody else.',
  request: { params: MessageParams, body: { required: true, content: jsonContent(Edited) } },
  responses: { 200: { description: 'As it is now.', content: jsonContent(Message) }, ...problems(...whenWriting) },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/chat/{messageId}',
  right: 'comments:write',
  tags,
  summary: 'Remove a message',
  description: 'As a moderator, or in the name of `userId`, who must have written it.',
  request: { params: MessageParams, query: z.object({ userId: UserId.optional() }) },
  responses: { 204: { description: 'Its words are gone.' }, ...problems(...always, 'PLAN_LIMIT_EXCEEDED') },
})

const react = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/chat/{messageId}/reactions',
  right: 'comments:write',
  tags,
  summary: 'Add a reaction to a message, or take it back',
  request: { params: MessageParams, body: { required: true, content: jsonContent(Reaction) } },
  responses: { 204: { description: 'It is so.' }, ...problems(...whenWriting) },
})

const read = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/chat/read',
  right: 'comments:write',
  tags,
  summary: 'Mark the chat as read for somebody',
  request: { params: RoomParams, body: { required: true, content: jsonContent(Read) } },
  responses: {
    200: { description: 'What is left unread.', content: jsonContent(ChatState.meta({ id: 'ChatState' })) },
    ...problems(...always, 'PLAN_LIMIT_EXCEEDED'),
  },
})

export const chat = new OpenAPIHono<EdgeEnv>()
  .openapi(history, async (c) => {
    const { roomId } = c.req.valid('param')
    return c.json(await askRoom(await askContext(c, roomId), 'chat', 'chat.history', c.req.valid('query')), 200)
  })
  .openapi(send, async (c) => {
    const { roomId } = c.req.valid('param')
    const { userId, userInfo, ...message } = c.req.valid('json')
    const context = inNameOf(await askContext(c, roomId), { userId, userInfo })
    return c.json(await askRoom(context, 'chat', 'chat.send', message), 201)
  })
  .openapi(edit, async (c) => {
    const { roomId, messageId: id } = c.req.valid('param')
    const { body, ...whom } = c.req.valid('json')
    return c.json(await askRoom(inNameOf(await askContext(c, roomId), whom), 'chat', 'chat.edit', { id, body }), 200)
  })
  .openapi(remove, async (c) => {
    const { roomId, messageId: id } = c.req.valid('param')
    await askRoom(inNameOf(await askContext(c, roomId), c.req.valid('query')), 'chat', 'chat.remove', { id })
    return c.body(null, 204)
  })
  .openapi(react, async (c) => {
    const { roomId, messageId: id } = c.req.valid('param')
    const { emoji: picture, on: isOn, ...whom } = c.req.valid('json')
    const context = inNameOf(await askContext(c, roomId), whom)
    await askRoom(context, 'chat', 'chat.react', { id, emoji: picture, on: isOn })
    return c.body(null, 204)
  })
  .openapi(read, async (c) => {
    const { roomId } = c.req.valid('param')
    const { upTo, ...whom } = c.req.valid('json')
    const asked = upTo === undefined ? {} : { upTo }
    return c.json(await askRoom(inNameOf(await askContext(c, roomId), whom), 'chat', 'chat.markRead', asked), 200)
  })
