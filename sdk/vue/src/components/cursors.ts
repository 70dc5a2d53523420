import '@syncforge/ui/cursors'
import { wrap } from '../wrap.ts'

/** Where the others point, over what is inside. @example <CursorLayer :room="room"><Board /></CursorLayer> */
export const CursorLayer = wrap('syncforge-cursors')
