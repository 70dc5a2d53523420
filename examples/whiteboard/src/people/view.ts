/**
 * Owns what the others have to do with what I see: only the cursors in it are sent to me, who follows me sees it, and whom I follow I see it of.
 */
import type { Room } from '@syncforge/client'
import type { SyncForgeCursors } from '@syncforge/ui/cursors'
import { type Camera, seenBy, showing } from '../geometry/camera.ts'
import type { Desk } from '../tools/desk.ts'

export interface View {
  /** I move by myself again. */
  ownMove(): void
  close(): void
}

export const shareView = (room: Room, desk: Desk, cursors: SyncForgeCursors): View => {
  const { camera, size } = desk
  /** What I was led to, which is no news of mine. */
  let led: Camera | null = null
  const tell = () => {
    const now = camera.get()
    if (size.get().width < 2) return
    cursors.view = { x: now.x, y: now.y, scale: now.zoom }
    const area = seenBy(now, size.get())
    room.cursors.watch({ area })
    if (now !== led) room.following.show({ ...area, zoom: now.zoom }).catch(() => {})
  }
  const stops = [
    camera.subscribe(tell),
    size.subscribe(tell),
    room.following.subscribe((following) => {
      const seen = following?.viewport
      if (!seen) return
      const { x, y, width = 0, height = 0, zoom = 1 } = seen
      led = showing({ x, y, width, height }, size.get(), zoom)
      camera.set(led)
    }),
  ]
  return {
    ownMove() {
      if (room.following.get()) room.following.stop().catch(() => {})
    },
    close() {
      for (const stop of stops) stop()
    },
  }
}
