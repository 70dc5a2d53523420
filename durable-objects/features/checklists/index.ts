/** Owns table `checklists_item`. Rules CK1–CK6 are in the contract. */
import { type ChecklistItem, checklistLimits, checklists as contract } from '@syncforge/protocol/checklists'
import { RoomError } from '@syncforge/protocol/errors'
import type { Fact } from '@syncforge/protocol/facts'
import { createId } from '@syncforge/protocol/ids'
import { authorOf } from '@syncforge/protocol/person'
import { type Announcement, type Connection, defineFeature } from '../../room/feature.ts'
import { createBranching } from './branching.ts'
import { createChecklistMirror } from './mirror.ts'
import { keyBetween, spreadKeys } from './order.ts'
import { migrations } from './schema.ts'
import { createItemStore } from './store.ts'

/** A list in which keys have become as long as this gets new ones. */
const keyMaxLength = 32

const past = (what: string, max: number) => new RoomError('LIMIT_EXCEEDED', `${what}: at most ${max}`, { max })
const changed = (body: ChecklistItem): Announcement<typeof contract> => ({
  to: 'everyone',
  event: { type: 'checklists.changed', body },
})

export const checklists = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  // What Postgres has of this room says nothing about a copy.
  localTables: ['checklists_copy'],
  open(room) {
    const { clock } = room
    const store = createItemStore(room)

    const require = (id: string): ChecklistItem => {
      const item = store.find(id)
      if (item === null) throw new RoomError('NOT_FOUND', 'There is no such item', { id })
      return item
    }
    const requirePlaceIn = (list: readonly ChecklistItem[]) => {
      if (list.length >= checklistLimits.itemsPerList) throw past('Items of a list', checklistLimits.itemsPerList)
    }

    /** A key for the place behind `after`, among the others of the list; `undefined`: last. */
    const keyAfter = (others: readonly ChecklistItem[], after: string | null | undefined): string => {
      const at = after === undefined ? others.length - 1 : others.findIndex(({ id }) => id === after)
      if (after != null && at < 0) throw new RoomError('NOT_FOUND', 'No such item stands in this list', { id: after })
      return keyBetween(others[at]?.order ?? null, others[at + 1]?.order ?? null)
    }

    /** Somebody who moves items to and fro makes keys longer and longer. */
    const shorten = (list: string, key: string): readonly Announcement<typeof contract>[] => {
      if (key.length <= keyMaxLength) return []
      const items = store.of(list)
      const keys = spreadKeys(items.length)
      const orders = Object.fromEntries(items.map(({ id }, index) => [id, keys[index] ?? '']))
      for (const item of items) store.put({ ...item, order: orders[item.id] ?? item.order })
      return [{ to: 'everyone', event: { type: 'checklists.ordered', body: { orders } } }]
    }

    const factsOf = (item: ChecklistItem, { userId, verified }: Connection['user']): readonly Fact[] => {
      const { list, id: itemId } = item
      const by = { userId, verified }
      const isComplete = item.done !== null && store.of(list).every(({ done }) => done !== null)
      return [
        { kind: 'item.toggled', body: { list, itemId, done: item.done !== null, by } },
        ...(isComplete ? [{ kind: 'checklist.completed', body: { list, by } } as const] : []),
      ]
    }

    return {
      handlers: {
        'checklists.add'({ list, text, assignee, dueAt, after }, from) {
          const others = store.of(list)
          requirePlaceIn(others)
          if (store.count() >= checklistLimits.itemsPerRoom) throw past('Items of a room', checklistLimits.itemsPerRoom)
          const order = keyAfter(others, after)
          const by = authorOf(from.user, from.isAgent)
          const item = { id: createId('itm'), list, order, text, assignee, dueAt, at: clock(), by, done: null }
          store.put(item)
          return { reply: item, announce: [changed(item), ...shorten(list, order)] }
        },
        'checklists.update'({ id, text, assignee, dueAt, done, list, after }, from) {
          const was = require(id)
          const isElsewhere = list !== undefined && list !== was.list
          const others = store.of(list ?? was.list).filter((other) => other.id !== id)
          if (isElsewhere) requirePlaceIn(others)
          const order = isElsewhere || after !== undefined ? keyAfter(others, after) : was.order
          const isToggled = done !== undefined && done !== (was.done !== null)
          const item: ChecklistItem = {
            ...was,
            list: list ?? was.list,
            order,
            text: text ?? was.text,
            assignee: assignee === undefined ? was.assignee : assignee,
            dueAt: dueAt === undefined ? was.dueAt : dueAt,
            done: isToggled ? (done ? { at: clock(), by: authorOf(from.user, from.isAgent) } : null) : was.done,
          }
          store.put(item)
          return {
            reply: item,
            announce: [changed(item), ...shorten(item.list, order)],
            facts: isToggled ? factsOf(item, from.user) : [],
          }
        },
        'checklists.remove'({ id }) {
          require(id)
          store.drop(id)
          return { reply: {}, announce: [{ to: 'everyone', event: { type: 'checklists.removed', body: { id } } }] }
        },
        'checklists.list': () => ({ reply: [...store.all()] }),
      },
      snapshot: () => null,
      mirrors: [createChecklistMirror(room, store)],
      branching: createBranching(store, (body) => ({ to: 'everyone', event: { type: 'checklists.changed', body } })),
      onImport: room.mirrorLater,
    }
  },
})
