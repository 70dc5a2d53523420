/** Owns what counts as using the room: whatever a feature asks or sends. */
import { Channel } from '@syncforge/protocol/frames'
import type { Link } from '../../connection/link.ts'

/** Calls `used` for whatever is asked or sent over the link; not for awareness, which repeats itself. */
export const countUses = (link: Link, used: () => void): Link => ({
  ...link,
  ask(...asked) {
    used()
    return link.ask(...asked)
  },
  sendFrame(frame) {
    if (frame[0] !== Channel.awareness) used()
    return link.sendFrame(frame)
  },
})
