/** The room's own piece of its mirror: which life of it this is, where it comes from, and what was decided about people in it. */
import type { MirrorSource } from './feature.ts'
import type { GenerationStore } from './generation.ts'
import type { Lineage } from './lineage.ts'
import type { Decision, Rights } from './rights.ts'
import type { RoomSql } from './storage.ts'

interface Content {
  readonly generation: string
  /** Copies of before there were forks have none. */
  readonly lineage?: string
  readonly rights: readonly Decision[]
}

export interface OwnCopy extends MirrorSource {
  /** What it holds has changed. */
  touch(): void
}

interface OwnCopyParts {
  readonly sql: RoomSql
  readonly generation: GenerationStore
  readonly lineage: Lineage
  readonly rights: Pick<Rights, 'all' | 'restore'>
  mirrorLater(): void
}

const key = 'room'

export const createOwnCopy = ({ sql, generation, lineage, rights, mirrorLater }: OwnCopyParts): OwnCopy => {
  /** A room without a row has been copied never, and has changed once: by coming to be. */
  const state = () =>
    sql.exec<{ sequence: number; mirrored: number }>('SELECT sequence, mirrored FROM room_own_copy').toArray()[0] ?? {
      sequence: 1,
      mirrored: 0,
    }
  const write = (sequence: number, mirrored: number) =>
    void sql.exec('INSERT OR REPLACE INTO room_own_copy VALUES (1, ?, ?)', sequence, mirrored)

  return {
    kind: 'room',
    touch() {
      const { sequence, mirrored } = state()
      write(sequence + 1, mirrored)
      mirrorLater()
    },
    changed() {
      const { sequence, mirrored } = state()
      return sequence > mirrored ? [key] : []
    },
    read() {
      const content: Content = { generation: generation.get(), lineage: lineage.get(), rights: rights.all() }
      return {
        kind: 'room',
        key,
        sequence: state().sequence,
        bytes: new TextEncoder().encode(JSON.stringify(content)),
      }
    },
    confirm: ({ sequence }) => write(state().sequence, sequence),
    restore({ sequence, bytes }) {
      const content = JSON.parse(new TextDecoder().decode(bytes)) as Content
      generation.restore(content.generation)
      if (content.lineage !== undefined) lineage.restore(content.lineage)
      for (const decision of content.rights) rights.restore(decision)
      write(sequence, sequence)
    },
  }
}
