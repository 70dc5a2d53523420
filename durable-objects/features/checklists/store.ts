/** Rows of items of checklists, and of how often each list has changed. */
import type { ChecklistItem } from '@syncforge/protocol/checklists'
import type { RoomContext } from '../../room/feature.ts'

export interface ItemStore {
  all(): readonly ChecklistItem[]
  find(id: string): ChecklistItem | null
  count(): number
  /** Every list that there is or was. */
  lists(): readonly string[]
  /** In their order. */
  of(list: string): readonly ChecklistItem[]
  put(item: ChecklistItem): void
  drop(id: string): void
  /** Puts one back as it was copied: no change of its list. */
  restore(item: ChecklistItem): void
}

type Row = {
  id: string
  list: string
  order_key: string
  text: string
  assignee: string | null
  due_at: number | null
  at: number
  by_person: string
  done_at: number | null
  done_by: string | null
}

const toItem = (row: Row): ChecklistItem => ({
  id: row.id,
  list: row.list,
  order: row.order_key,
  text: row.text,
  assignee: row.assignee,
  dueAt: row.due_at,
  at: row.at,
  by: JSON.parse(row.by_person),
  done: row.done_at === null ? null : { at: row.done_at, by: JSON.parse(row.done_by ?? 'null') },
})

export const createItemStore = ({
  sql,
  hasTables,
  clock,
  mirrorLater,
}: Pick<RoomContext, 'sql' | 'hasTables' | 'clock' | 'mirrorLater'>): ItemStore => {
  const select = (where: string, ...bindings: string[]) =>
    hasTables()
      ? sql
          .exec<Row>(`SELECT * FROM checklists_item ${where}`, ...bindings)
          .toArray()
          .map(toItem)
      : []
  const find = (id: string) => select('WHERE id = ?', id)[0] ?? null
  const touch = (...lists: readonly (string | undefined)[]) => {
    for (const list of new Set(lists))
      if (list !== undefined)
        sql.exec(
          'INSERT INTO checklists_list VALUES (?, 1, ?) ON CONFLICT (list) DO UPDATE SET revision = revision + 1, changed_at = excluded.changed_at',
          list,
          clock(),
        )
    mirrorLater()
  }
  const write = ({ id, list, order, text, assignee, dueAt, at, by, done }: ChecklistItem) =>
    void sql.exec(
      'INSERT OR REPLACE INTO checklists_item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      list,
      order,
      text,
      assignee,
      dueAt,
      at,
      JSON.stringify(by),
      done?.at ?? null,
      done === null ? null : JSON.stringify(done.by),
    )
  return {
    all: () => select('ORDER BY list, order_key'),
    find,
    count: () =>
      hasTables() ? sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM checklists_item').one().count : 0,
    lists: () =>
      sql
        .exec<{ list: string }>('SELECT list FROM checklists_list ORDER BY list')
        .toArray()
        .map(({ list }) => list),
    of: (list) => select('WHERE list = ? ORDER BY order_key', list),
    put(item) {
      const was = find(item.id)
      write(item)
      touch(was?.list, item.list)
    },
    drop(id) {
      const was = find(id)
      sql.exec('DELETE FROM checklists_item WHERE id = ?', id)
      touch(was?.list)
    },
    restore: write,
  }
}
