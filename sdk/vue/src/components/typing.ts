import '@syncforge/ui/typing'
import { wrap } from '../wrap.ts'

/** @example <Typing :room="room" /> */
export const Typing = wrap('syncforge-typing')
