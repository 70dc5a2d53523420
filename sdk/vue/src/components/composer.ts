import '@syncforge/ui/composer'
import { wrap } from '../wrap.ts'

/** @example <Composer :room="room" @syncforge-sent="close" /> */
export const Composer = wrap('syncforge-composer')
