// Owns which editors there are, and how each is put into the page: its code, its stylesheet and its comments come when it is opened.
import type { Room } from '@syncforge/client'
import type { Surface } from '../comments/surface.ts'
import blocknote from './blocknote.tsx?source'
import codemirror from './codemirror.ts?source'
import lexical from './lexical.tsx?source'
import monaco from './monaco.ts?source'
import prosemirror from './prosemirror.ts?source'
import quill from './quill.ts?source'
import slate from './slate.tsx?source'
import tiptap from './tiptap.ts?source'

interface Mounted {
  destroy(): void
}

/** An editor that stands in the page. */
export interface Running extends Mounted {
  readonly element: HTMLElement
  /** Words that are commented on. */
  readonly surface: Surface
}

export interface EditorEntry {
  /** Also the name of its document in the room. */
  readonly id: string
  readonly title: string
  readonly about: string
  readonly site: string
  /** Where its code lies, and what it says. */
  readonly file: string
  readonly source: string
  readonly packages: string
  start(element: HTMLElement, room: Room): Promise<Running>
}

interface Plan<M extends Mounted> extends Omit<EditorEntry, 'start'> {
  load(): Promise<{ mount(element: HTMLElement, room: Room): M | Promise<M> }>
  /** It has a stylesheet of its own. */
  readonly hasSheet?: boolean
  comments(): Promise<{ surfaceOf(mounted: NoInfer<M>, room: Room): Surface }>
}

/** Loads a stylesheet once. */
const loadSheet = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const href = `./on-demand/${name}.css`
    if (document.querySelector(`link[href="${href}"]`)) return resolve()
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
    link.addEventListener('load', () => resolve())
    link.addEventListener('error', () => {
      link.remove()
      reject(new Error('The stylesheet of this editor could not be loaded'))
    })
    document.head.append(link)
  })

const entry = <M extends Mounted>({ load, hasSheet, comments, ...about }: Plan<M>): EditorEntry => ({
  ...about,
  async start(element, room) {
    const [{ mount }, { surfaceOf }] = await Promise.all([load(), comments(), hasSheet && loadSheet(about.id)])
    const mounted = await mount(element, room)
    return {
      element,
      surface: surfaceOf(mounted, room),
      destroy: () => mounted.destroy(),
    }
  },
})

export const editors: readonly EditorEntry[] = [
  entry({
    id: 'tiptap',
    title: 'Tiptap',
    about: 'Rich text made of extensions, on ProseMirror.',
    site: 'https://tiptap.dev',
    file: 'tiptap.ts',
    source: tiptap,
    packages: '@tiptap/core @tiptap/starter-kit @tiptap/extension-collaboration @tiptap/y-tiptap',
    load: () => import('./tiptap.ts'),
    comments: async () => {
      const { surfaceOf } = await import('../comments/prosemirror.ts')
      return {
        surfaceOf: (editor, room) => surfaceOf(editor.view, room.getDocument('tiptap').getXmlFragment('default')),
      }
    },
  }),
  entry({
    id: 'blocknote',
    title: 'BlockNote',
    about: 'Blocks as in Notion, on React: slash menu, drag handles, nesting.',
    site: 'https://www.blocknotejs.org',
    file: 'blocknote.tsx',
    source: blocknote,
    packages: '@blocknote/core @blocknote/mantine',
    load: () => import('./blocknote.tsx'),
    hasSheet: true,
    comments: async () => {
      const { surfaceOf } = await import('../comments/prosemirror.ts')
      return {
        surfaceOf: ({ view }, room) => surfaceOf(view, room.getDocument('blocknote').getXmlFragment('blocks')),
      }
    },
  }),
  entry({
    id: 'prosemirror',
    title: 'ProseMirror',
    about: 'The toolkit beneath many rich-text editors, by itself.',
    site: 'https://prosemirror.net',
    file: 'prosemirror.ts',
    source: prosemirror,
    packages: 'prosemirror-view prosemirror-state prosemirror-schema-basic prosemirror-example-setup y-prosemirror',
    load: () => import('./prosemirror.ts'),
    comments: async () => {
      const { surfaceOf } = await import('../comments/prosemirror.ts')
      return {
        surfaceOf: (view, room) => surfaceOf(view, room.getDocument('prosemirror').getXmlFragment('content')),
      }
    },
  }),
  entry({
    id: 'codemirror',
    title: 'CodeMirror',
    about: 'Code and Markdown, light enough for a phone.',
    site: 'https://codemirror.net',
    file: 'codemirror.ts',
    source: codemirror,
    packages: '@codemirror/view @codemirror/lang-markdown y-codemirror.next',
    load: () => import('./codemirror.ts'),
    comments: () => import('../comments/codemirror.ts'),
  }),
  entry({
    id: 'lexical',
    title: 'Lexical',
    about: 'Meta’s editor framework, here with its React components.',
    site: 'https://lexical.dev',
    file: 'lexical.tsx',
    source: lexical,
    packages: 'lexical @lexical/react @lexical/yjs',
    load: () => import('./lexical.tsx'),
    comments: () => import('../comments/lexical.ts'),
  }),
  entry({
    id: 'monaco',
    title: 'Monaco',
    about: 'The editor of VS Code.',
    site: 'https://microsoft.github.io/monaco-editor/',
    file: 'monaco.ts',
    source: monaco,
    packages: 'monaco-editor y-monaco',
    load: () => import('./monaco-page.ts'),
    comments: () => import('../comments/monaco.ts'),
  }),
  entry({
    id: 'quill',
    title: 'Quill',
    about: 'Rich text with a toolbar that is simply there.',
    site: 'https://quilljs.com',
    file: 'quill.ts',
    source: quill,
    packages: 'quill quill-cursors y-quill',
    load: () => import('./quill.ts'),
    hasSheet: true,
    comments: () => import('../comments/quill.ts'),
  }),
  entry({
    id: 'slate',
    title: 'Slate',
    about: 'A framework for editors of your own, on React.',
    site: 'https://www.slatejs.org',
    file: 'slate.tsx',
    source: slate,
    packages: 'slate slate-react @slate-yjs/core',
    load: () => import('./slate.tsx'),
    comments: () => import('../comments/slate.ts'),
  }),
]
