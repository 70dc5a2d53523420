/**
 * Checklists: lists of things to do, each list by its name.
 *
 * CK1  The room makes the order: who adds or moves an item names the one before it, never an order key. Items of a list stand as their `order` compares.
 * CK2  Who checked an item, and when, is kept until it is unchecked.
 * CK3  A list has 500 items at most, a room 2,000.
 * CK4  Who asks is told all items, everybody hears of every change. Progress is what is done of what there is, of a list and of the room.
 * CK5  An export has the checklists, and so has a fork. Merged back, lists that the room never had come along; those that both have stay as they are in each: what
 *      is done is checked where it is done.
 * CK6  A room whose own storage is lost takes its lists back as they were within a minute. How far each list is can be asked across rooms.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { Author, UserId } from './schemas.ts'
import { PlainText } from './text.ts'

export const checklistLimits = { itemsPerList: 500, itemsPerRoom: 2_000, textMaxLength: 1_000 } as const

export const ChecklistItemId = z.string().min(1).max(64)
const ListName = PlainText(128)
const Text = PlainText(checklistLimits.textMaxLength)
/** Milliseconds since 1970. */
const Moment = z.number().int().min(0).max(8_640_000_000_000_000)
/** The item to stand behind; `null`: first. */
const After = ChecklistItemId.nullable()
const Assignee = UserId.nullable()
const DueAt = Moment.nullable()

export const ChecklistItem = z.object({
  id: ChecklistItemId,
  list: ListName,
  order: z.string(),
  text: Text,
  assignee: Assignee,
  dueAt: DueAt,
  at: Moment,
  by: Author,
  /** Who checked it, and when; `null`: it is to be done. */
  done: z.object({ at: Moment, by: Author }).nullable(),
})
export type ChecklistItem = z.infer<typeof ChecklistItem>

/** Where items stand now, by their ids. */
const Orders = z.record(z.string(), z.string())

export const checklists = defineContract({
  name: 'checklists',
  feature: 'checklists',
  requests: {
    /** Without `after`: last. */
    'checklists.add': {
      access: 'write',
      body: z.strictObject({
        list: ListName,
        text: Text,
        assignee: Assignee.default(null),
        dueAt: DueAt.default(null),
        after: After.optional(),
      }),
      reply: ChecklistItem,
    },
    /** What is left out stays as it is. In another `list` it stands last, unless `after` says where. */
    'checklists.update': {
      access: 'write',
      body: z.strictObject({
        id: ChecklistItemId,
        text: Text.optional(),
        assignee: Assignee.optional(),
        dueAt: DueAt.optional(),
        done: z.boolean().optional(),
        list: ListName.optional(),
        after: After.optional(),
      }),
      reply: ChecklistItem,
    },
    'checklists.remove': { access: 'write', body: z.strictObject({ id: ChecklistItemId }), reply: z.object({}) },
    'checklists.list': { access: 'read', body: z.strictObject({}), reply: z.array(ChecklistItem) },
  },
  events: {
    'checklists.changed': { delivery: 'reliable', body: ChecklistItem },
    'checklists.removed': { delivery: 'reliable', body: z.object({ id: ChecklistItemId }) },
    /** Items of a list stand as they stood, under other keys. */
    'checklists.ordered': { delivery: 'reliable', body: z.object({ orders: Orders }) },
  },
  channels: {},
  snapshot: z.null(),
  listing: {
    request: 'checklists.list',
    body: {},
    fold(items: readonly ChecklistItem[], heard): readonly ChecklistItem[] {
      if (heard.kind !== 'event') return items
      if (heard.type === 'checklists.ordered') {
        const { orders } = heard.body as { readonly orders: z.infer<typeof Orders> }
        return items.map((item) => ({ ...item, order: orders[item.id] ?? item.order }))
      }
      const isChanged = heard.type === 'checklists.changed'
      if (!isChanged && heard.type !== 'checklists.removed') return items
      const body = heard.body as ChecklistItem
      return [...items.filter(({ id }) => id !== body.id), ...(isChanged ? [body] : [])]
    },
  },
})
