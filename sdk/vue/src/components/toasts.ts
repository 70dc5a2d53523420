import '@syncforge/ui/toasts'
import { wrap } from '../wrap.ts'

/** @example <Toasts :room="room" people /> */
export const Toasts = wrap('syncforge-toasts')
