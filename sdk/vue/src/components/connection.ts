import '@syncforge/ui/connection'
import { wrap } from '../wrap.ts'

/** @example <ConnectionState :room="room" /> */
export const ConnectionState = wrap('syncforge-connection')
