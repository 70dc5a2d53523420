/**
 * Copies of checklists for Postgres: a piece for each list. Owns tables `checklists_list`, which counts the changes of each list, and `checklists_copy`,
 * which says what Postgres has.
 */
import type { ChecklistItem } from '@syncforge/protocol/checklists'
import type { MirrorSource, RoomContext } from '../../room/feature.ts'
import type { ItemStore } from './store.ts'

/** A list as it travels to Postgres and back. */
interface Whole {
  readonly changedAt: number
  readonly items: readonly ChecklistItem[]
}

const kind = 'checklists'
const utf8 = new TextEncoder()

/** Hears of every change of a list, and copies those that have changed. */
export const createChecklistMirror = (
  { sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>,
  store: Pick<ItemStore, 'of' | 'restore'>,
): MirrorSource => {
  const stateOf = (list: string) =>
    sql
      .exec<{ revision: number; changed_at: number }>(
        'SELECT revision, changed_at FROM checklists_list WHERE list = ?',
        list,
      )
      .toArray()[0]
  const confirm = (list: string, sequence: number) =>
    void sql.exec(
      'INSERT INTO checklists_copy VALUES (?, ?) ON CONFLICT (list) DO UPDATE SET revision = MAX(revision, excluded.revision)',
      list,
      sequence,
    )
  return {
    kind,
    changed: () =>
      hasTables()
        ? sql
            .exec<{ list: string }>(
              `SELECT list FROM checklists_list WHERE revision >
                COALESCE((SELECT revision FROM checklists_copy WHERE checklists_copy.list = checklists_list.list), 0)`,
            )
            .toArray()
            .map(({ list }) => list)
        : [],
    read(list) {
      const state = stateOf(list)
      if (state === undefined) return null
      const whole: Whole = { changedAt: state.changed_at, items: store.of(list) }
      return { kind, key: list, sequence: state.revision, bytes: utf8.encode(JSON.stringify(whole)) }
    },
    confirm: ({ key, sequence }) => confirm(key, sequence),
    restore({ key, sequence, bytes }) {
      if ((stateOf(key)?.revision ?? 0) >= sequence) return
      const { changedAt, items } = JSON.parse(new TextDecoder().decode(bytes)) as Whole
      for (const item of items) store.restore(item)
      sql.exec('INSERT OR REPLACE INTO checklists_list VALUES (?, ?, ?)', key, sequence, changedAt)
      confirm(key, sequence)
    },
  }
}
