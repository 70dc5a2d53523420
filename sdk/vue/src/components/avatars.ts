import '@syncforge/ui/avatars'
import { wrap } from '../wrap.ts'

/** Who is here. @example <PresenceAvatars :room="room" :max="5" /> */
export const PresenceAvatars = wrap('syncforge-avatars')
