/** Behaviour without elements, for an app with markup of its own: nothing here needs Lit. */
export { drawBody, type LookOf, type Mention } from '../body/draw-body.ts'
export { readBody } from '../body/read-body.ts'
export { type Composer, type ComposerOptions, createComposer } from '../composer/create-composer.ts'
export type { Suggest, Suggestion } from '../composer/suggestions.ts'
