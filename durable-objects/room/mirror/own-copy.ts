/** The room's own piece of its mirror: which life of it this is, where it comes from, and what was decided about people in it. */

import type { KeyValues } from '../../actor/key-values.ts'
import type { MirrorSource } from '../feature.ts'
import type { GenerationStore } from '../record/generation.ts'
import type { Lineage } from '../record/lineage.ts'
import type { Decision, Rights } from '../record/rights.ts'
import type { KeptSharing, SharingStore } from '../record/sharing.ts'

interface Content {
  readonly generation: string
  /** Copies of before there were forks have none. */
  readonly lineage?: string
  readonly rights: readonly Decision[]
  /** Copies of before rooms could be shared have none. */
  readonly sharing?: KeptSharing
}

export interface OwnCopy extends MirrorSource {
  /** What it holds has changed. */
  touch(): void
}

interface OwnCopyParts {
  readonly values: KeyValues
  readonly generation: GenerationStore
  readonly lineage: Lineage
  readonly rights: Pick<Rights, 'all' | 'restore'>
  readonly sharing: Pick<SharingStore, 'all' | 'restore'>
  mirrorLater(): void
}

const key = 'room'

interface Copied {
  readonly sequence: number
  readonly mirrored: number
}

const stateKey = 'own-copy'

export const createOwnCopy = ({ values, generation, lineage, rights, sharing, mirrorLater }: OwnCopyParts): OwnCopy => {
  /** A room that knows nothing of it has been copied never, and has changed once: by coming to be. */
  const state = () => values.get<Copied>(stateKey) ?? { sequence: 1, mirrored: 0 }
  const write = (sequence: number, mirrored: number) => values.put(stateKey, { sequence, mirrored } satisfies Copied)

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
      const content: Content = {
        generation: generation.get(),
        lineage: lineage.get(),
        rights: rights.all(),
        sharing: sharing.all(),
      }
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
      if (content.sharing !== undefined) sharing.restore(content.sharing)
      write(sequence, sequence)
    },
  }
}
