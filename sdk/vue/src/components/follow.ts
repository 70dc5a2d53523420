import '@syncforge/ui/follow'
import { wrap } from '../wrap.ts'

/** @example <FollowFrame :room="room" avatars><main /></FollowFrame> */
export const FollowFrame = wrap('syncforge-follow')
