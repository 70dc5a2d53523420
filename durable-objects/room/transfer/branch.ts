/** Fork and merge: what a room gives to another one with a common past, and what it takes from it. Each piece is taken in a transaction of
 * its own and announced like any edit; taking it again changes nothing. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Actor } from '../admission.ts'
import type { RoomParts } from '../assemble.ts'
import { forgetOnDefect } from '../commit.ts'
import type { PackRequest } from '../feature.ts'
import { callerFor } from '../sessions/caller.ts'
import { type AddressedPiece, readPieces, writePieces } from './branch-stream.ts'

/** What became of one piece. */
export interface Taken {
  readonly feature: string
  readonly key: string
  readonly changed: boolean
}

const noCommonPast = () =>
  new RoomError('VALIDATION_ERROR', 'The rooms have no common past: what is merged must be a fork, or its original')

/** What this room has already. */
export const known = ({ room, lineage }: RoomParts): ReadableStream<Uint8Array> => {
  function* all(): Generator<AddressedPiece> {
    for (const { name: feature, branching } of room.features) {
      for (const piece of branching?.known() ?? []) yield { feature, ...piece }
    }
  }
  return writePieces(lineage.get(), all())
}

/** What a room lacks that has `knownThere`; everything where that is `null`. @throws RoomError VALIDATION_ERROR, NOT_FOUND for an unknown version */
export const pack = async (
  { room, delivery, lineage }: RoomParts,
  { version, keys }: Pick<PackRequest, 'version' | 'keys'>,
  knownThere: ReadableStream<Uint8Array> | null,
): Promise<ReadableStream<Uint8Array>> => {
  const theirs = new Map<string, Map<string, Uint8Array>>()
  const check = (there: string) => {
    if (there !== lineage.get()) throw noCommonPast()
  }
  if (knownThere !== null) {
    await readPieces(knownThere, check, ({ feature, key, bytes }) => {
      theirs.set(feature, (theirs.get(feature) ?? new Map()).set(key, bytes))
    })
  }
  // What waits for its tick has been typed already.
  delivery.flush()
  const sources = room.features.flatMap(({ name: feature, branching }) =>
    branching === undefined
      ? []
      : [{ feature, pieces: branching.pack({ version, keys, known: theirs.get(feature) ?? new Map() }) }],
  )
  function* all(): Generator<AddressedPiece> {
    for (const { feature, pieces } of sources) for (const piece of pieces) yield { feature, ...piece }
  }
  return writePieces(lineage.get(), all())
}

/** Takes pieces as edits of `actor`. An `isNew` room goes on with the past of the other one. @throws RoomError */
export const unpack = async (
  { room, delivery, announcer, lineage, storage, commit }: RoomParts,
  stream: ReadableStream<Uint8Array>,
  { actor, isNew, isOpen }: { readonly actor: Actor; readonly isNew: boolean; readonly isOpen: () => boolean },
): Promise<readonly Taken[]> => {
  const from = callerFor(actor)
  const taken: Taken[] = []
  const check = (there: string) => {
    if (isNew) commit(() => lineage.adopt(there), [])
    else if (there !== lineage.get()) throw noCommonPast()
  }
  await readPieces(stream, check, ({ feature: name, ...piece }) => {
    // Erased or imported while we waited: what comes now is not for this life of the room.
    if (!isOpen()) throw new RoomError('ROOM_UNAVAILABLE', 'The room was made anew meanwhile')
    const feature = room.features.find((one) => one.name === name)
    if (feature?.branching === undefined) return
    const { branching } = feature
    try {
      commit(() => {
        const { changed, ...outcome } = forgetOnDefect(storage, feature, () => branching.unpack(piece, from))
        announcer.outcome(outcome, from)
        taken.push({ feature: name, key: piece.key, changed })
      }, [feature])
    } finally {
      delivery.settle()
    }
  })
  return taken
}
