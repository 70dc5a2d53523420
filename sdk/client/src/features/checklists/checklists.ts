/** Owns the room's checklists on this side; loaded with the first use. Rules CK1–CK5 are in the contract. */
import type { ChecklistItem } from '@syncforge/protocol/checklists'
import type { Link } from '../../connection/link.ts'
import type { SyncForgeError } from '../../errors.ts'
import type { CreateStore, Store } from '../../store.ts'
import type { Loaded } from '../parts/loaded.ts'

export type { ChecklistItem }

/** What is done of what there is. */
export interface Progress {
  readonly done: number
  readonly total: number
  /** From 0 to 1; 0 where there is nothing to do. */
  readonly share: number
}

export interface Checklist extends Progress {
  readonly name: string
  /** In their order. */
  readonly items: readonly ChecklistItem[]
}

/** All lists of the room, by name, and the progress of all of them together. */
export interface ChecklistsView extends Progress {
  readonly lists: readonly Checklist[]
}

/** What of an item can be set; times in milliseconds since 1970. */
export interface ChecklistItemParts {
  readonly text?: string
  /** A user id. */
  readonly assignee?: string | null
  readonly dueAt?: number | null
}

/**
 * The room's checklists, as everybody changes them. Writing needs `write`.
 *
 * @example
 * const { id } = await room.checklists.add('launch', { text: 'Write the announcement', assignee: 'ada' })
 * await room.checklists.toggle(id)
 * room.checklists.subscribe(({ lists, share }) => show(lists, `${Math.round(share * 100)} %`))
 */
export interface Checklists extends Store<ChecklistsView> {
  /** Resolves when the lists are there. Rejects with the SyncForgeError of what kept them away for good. */
  ready(): Promise<void>
  /** @param options `after`: the id of the item to stand behind, `null` for first; last unless told otherwise @throws SyncForgeError VALIDATION_ERROR, LIMIT_EXCEEDED, NOT_FOUND, PLAN_LIMIT_EXCEEDED, FORBIDDEN */
  add(
    list: string,
    item: ChecklistItemParts & { readonly text: string },
    options?: { readonly after?: string | null },
  ): Promise<ChecklistItem>
  /** @throws SyncForgeError NOT_FOUND, VALIDATION_ERROR, FORBIDDEN */
  edit(id: string, parts: ChecklistItemParts): Promise<ChecklistItem>
  /** Checks it, or takes the check away; `done` unless it is the other way round. @throws SyncForgeError NOT_FOUND, FORBIDDEN */
  toggle(id: string, done?: boolean): Promise<ChecklistItem>
  /** Behind another item, first (`null`), or into another list. @throws SyncForgeError NOT_FOUND, LIMIT_EXCEEDED, FORBIDDEN */
  move(id: string, to: { readonly after?: string | null; readonly list?: string }): Promise<ChecklistItem>
  /** @throws SyncForgeError NOT_FOUND, FORBIDDEN */
  remove(id: string): Promise<void>
}

const progressOf = (items: readonly ChecklistItem[]): Progress => {
  const done = items.filter((item) => item.done !== null).length
  return { done, total: items.length, share: items.length === 0 ? 0 : done / items.length }
}

const byOrder = (a: ChecklistItem, b: ChecklistItem) => (a.order < b.order ? -1 : 1)

const viewOf = (items: readonly ChecklistItem[]): ChecklistsView => {
  const names = [...new Set(items.map(({ list }) => list))].sort()
  const lists = names.map((name) => {
    const own = items.filter(({ list }) => list === name).sort(byOrder)
    return { name, items: own, ...progressOf(own) }
  })
  return { lists, ...progressOf(items) }
}

type Items = Map<string, ChecklistItem>
type Change = (items: Items) => void

export const createChecklists = (
  link: Pick<Link, 'ask' | 'report' | 'attach' | 'isConnected'>,
  createStore: CreateStore,
  loaded: Loaded,
): Checklists => {
  const view = createStore<ChecklistsView>(viewOf([]))
  let items: Items = new Map()
  const show = () => view.set(viewOf([...items.values()]))
  const heard = (change: Change) => {
    change(items)
    show()
  }

  const load = async () => {
    try {
      await link.ask('checklists.list', {}, (found) => {
        items = new Map(found.map((item) => [item.id, item]))
        show()
      })
      loaded.done()
    } catch (error) {
      // After a lost connection the next welcome asks again.
      const { code } = error as SyncForgeError
      if (code !== 'NETWORK_ERROR') loaded.failed(error)
      if (code !== 'NETWORK_ERROR' && code !== 'CLOSED') link.report(error as SyncForgeError)
    }
  }

  link.attach({
    events: {
      'checklists.changed': (item) => heard((all) => all.set(item.id, item)),
      'checklists.removed': ({ id }) => heard((all) => all.delete(id)),
      'checklists.ordered': ({ orders }) =>
        heard((all) => {
          for (const [id, item] of all) all.set(id, { ...item, order: orders[id] ?? item.order })
        }),
    },
    welcomed: () => void load(),
  })
  // The welcome of this connection was before.
  if (link.isConnected()) load()

  // What is asked here shows with the event that comes with the answer: somebody else may have changed it again right after.
  return {
    ready: loaded.ready,
    get: view.get,
    subscribe: view.subscribe,
    add: (list, item, options) => link.ask('checklists.add', { list, ...item, ...options }),
    edit: (id, parts) => link.ask('checklists.update', { id, ...parts }),
    toggle: (id, done = items.get(id)?.done == null) => link.ask('checklists.update', { id, done }),
    move: (id, to) => link.ask('checklists.update', { id, ...to }),
    async remove(id) {
      await link.ask('checklists.remove', { id })
    },
  }
}
