import '@syncforge/ui/pins'
import { wrap } from '../wrap.ts'

/** @example <Pins :room="room" for="page" /> */
export const Pins = wrap('syncforge-pins')
