import '@syncforge/ui/comments'
import { wrap } from '../wrap.ts'

/** @example <Comments :room="room" /> */
export const Comments = wrap('syncforge-comments')
