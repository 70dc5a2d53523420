/** Text that is meant to be taken along: keys, snippets, addresses. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { sayProblem } from './toast.tsx'

const SHOWN_MS = 2_000

interface CopyProps {
  readonly text: string
  readonly label?: string
  readonly size?: 'small' | undefined
  readonly look?: 'plain' | 'primary' | 'quiet'
}

export const CopyButton = ({ text, label = 'Copy', size, look }: CopyProps) => {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => sayProblem(new Error('The browser does not let this page copy: mark the text and copy it yourself.')),
    )
  return (
    <Button size={size} look={look} icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />} onClick={copy}>
      {copied ? 'Copied' : label}
      <span className="visually-hidden" role="status">
        {copied ? 'Copied to the clipboard' : ''}
      </span>
    </Button>
  )
}

/** @example <CodeBlock label="Your key" code={key} /> */
export const CodeBlock = ({ code, label }: { readonly code: string; readonly label: string }) => (
  <figure className="code">
    <figcaption>
      <span>{label}</span>
      <CopyButton text={code} size="small" look="quiet" />
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard */}
    <pre tabIndex={0}>
      <code>{code}</code>
    </pre>
  </figure>
)
