/** Owns `dist/` of the editor page, which every server of a clone serves while it is used. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildEditor } from '../../examples/editor/build.ts'
import { buildOnce } from './once.ts'

/** Makes examples/editor/dist current. Rejects with what did not build. */
export const buildPage = (root: string): Promise<void> =>
  buildOnce(root, {
    name: 'editor',
    madeOf: ['examples/editor', 'sdk/client', 'sdk/protocol'],
    isThere: () => existsSync(join(root, 'examples/editor/dist/index.html')),
    build: buildEditor,
  })
