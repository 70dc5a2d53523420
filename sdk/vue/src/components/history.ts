import '@syncforge/ui/history'
import { wrap } from '../wrap.ts'

/** @example <HistoryPanel :room="room" /> */
export const HistoryPanel = wrap('syncforge-history')
