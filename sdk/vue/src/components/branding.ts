import '@syncforge/ui/branding'
import { wrap } from '../wrap.ts'

/** What is inside has the organization's colour. @example <Branding api-key="pk_live_…" logo><Board /></Branding> */
export const Branding = wrap('syncforge-branding')
