/** Owns the drawn bodies of a thread's comments: each is drawn once for as long as it says the same. */
import type { Comment, CommentBody, Room } from '@syncforge/client'
import { drawBody, type LookOf } from '../body/draw-body.ts'

interface Drawn {
  readonly body: CommentBody
  readonly nodes: readonly HTMLElement[]
}

/** As the room named them, and whether it is me. */
const lookOfRoom =
  (room: Room | null): LookOf =>
  ({ userId, verified, name }) => ({
    name: name || userId,
    isSelf: room?.self.userId === userId && (verified ?? room.self.verified) === room.self.verified,
  })

export const createBodies = () => {
  const drawn = new Map<string, Drawn>()
  return {
    of({ id, body }: Comment & { readonly body: CommentBody }, room: Room | null): readonly HTMLElement[] {
      const known = drawn.get(id)
      if (known?.body === body) return known.nodes
      const nodes = drawBody(body, lookOfRoom(room))
      drawn.set(id, { body, nodes })
      return nodes
    },
    keep(ids: ReadonlySet<string>) {
      for (const id of drawn.keys()) if (!ids.has(id)) drawn.delete(id)
    },
  }
}
