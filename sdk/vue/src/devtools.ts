/** The devtools of `@syncforge/ui` as a component. Apart from the others, so that an app leaves it out of what it ships. */
import '@syncforge/ui/devtools'
import { wrap } from './wrap.ts'

/** People, documents, frames and a worse network, for whoever builds the app. @example <Devtools v-if="isDevelopment" :room="room" /> */
export const Devtools = wrap('syncforge-devtools')
