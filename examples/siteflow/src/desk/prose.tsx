/** Shows a text as it reads: headings, lists, paragraphs. What else it may hold stands there as it was written. */
import type { ReactNode } from 'react'

interface Block {
  readonly kind: 'heading' | 'subheading' | 'list' | 'paragraph'
  readonly lines: readonly string[]
}

const kindOf = (line: string): Block['kind'] => {
  if (line.startsWith('# ')) return 'heading'
  if (line.startsWith('## ')) return 'subheading'
  return /^[-*] /.test(line) ? 'list' : 'paragraph'
}

const toBlocks = (text: string): readonly Block[] => {
  const blocks: { kind: Block['kind']; lines: string[] }[] = []
  let isOpen = false
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd()
    const kind = kindOf(`${line} `)
    const words = kind === 'paragraph' ? line : line.replace(/^(#+|[-*])\s*/, '')
    const last = blocks.at(-1)
    const goesOn = isOpen && last?.kind === kind && (kind === 'list' || kind === 'paragraph')
    if (line === '') isOpen = false
    else {
      if (goesOn) last.lines.push(words)
      else blocks.push({ kind, lines: [words] })
      isOpen = true
    }
  }
  return blocks
}

const show = ({ kind, lines }: Block, key: number): ReactNode => {
  if (kind === 'heading' || kind === 'subheading') {
    // A text may begin with either, and the page's outline skips no level.
    return (
      <h3 key={key} className={kind}>
        {lines}
      </h3>
    )
  }
  if (kind === 'paragraph') return <p key={key}>{lines.join('\n')}</p>
  return (
    <ul key={key}>
      {/* Lines of a text have nothing but their place. */}
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={place}>{line || '\u00a0'}</li>
      ))}
    </ul>
  )
}

export const Prose = ({ text }: { readonly text: string }) => <div className="prose">{toBlocks(text).map(show)}</div>
