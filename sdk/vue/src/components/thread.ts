import '@syncforge/ui/thread'
import { wrap } from '../wrap.ts'

/** @example <Thread :room="room" :thread-id="id" /> */
export const Thread = wrap('syncforge-thread')
