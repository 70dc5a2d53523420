/** What a document holds: text to be read, everything else as JSON. */
interface DocumentContentProps {
  readonly content: Readonly<Record<string, unknown>>
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2) ?? 'null'

export const DocumentContent = ({ content }: DocumentContentProps) => {
  const roots = Object.entries(content)
  if (roots.length === 0) return <p className="quiet">There is nothing in it.</p>
  return (
    <div className="stack">
      {roots.map(([name, value]) => (
        <section key={name} aria-label={`Root ${name}`}>
          <h3 className="root-name">
            <code>{name}</code>
          </h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard */}
          <div className={typeof value === 'string' ? 'prose-block' : 'prose-block mono'} tabIndex={0} dir="auto">
            {typeof value === 'string' ? value || '(empty)' : pretty(value)}
          </div>
        </section>
      ))}
    </div>
  )
}
