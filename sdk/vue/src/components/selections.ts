import '@syncforge/ui/selections'
import { wrap } from '../wrap.ts'

/** @example <Selections :room="room"><input id="title" /></Selections> */
export const Selections = wrap('syncforge-selections')
