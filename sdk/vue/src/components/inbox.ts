import '@syncforge/ui/inbox'
import { wrap } from '../wrap.ts'

/** @example <InboxBell :inbox="useInbox().inbox" /> */
export const InboxBell = wrap('syncforge-inbox')
