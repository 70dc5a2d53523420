/** The frame of the pages before an organization: the brand, one card, a line below it. */
import type { FormEvent, ReactNode } from 'react'
import { inWords } from '../../api/accounts.ts'
import { toProblem } from '../../api/problem.ts'
import { usePageTitle } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { Brand } from '../../shell/brand.tsx'
import { ThemeButton } from '../../shell/theme-button.tsx'

interface EntryProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly foot?: ReactNode
  readonly wide?: boolean
  readonly children?: ReactNode
}

export const Entry = ({ title, lead, foot, wide, children }: EntryProps) => {
  const heading = usePageTitle(title)
  return (
    <div className="entry">
      <header className="entry-head">
        <Brand href="/" />
        <ThemeButton />
      </header>
      <main className="entry-main">
        <div className={wide ? 'entry-card entry-card-wide' : 'entry-card'}>
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {lead !== undefined && <p className="entry-lead">{lead}</p>}
          </div>
          {children}
          {foot !== undefined && <p className="entry-foot">{foot}</p>}
        </div>
      </main>
    </div>
  )
}

interface EntryFormProps {
  readonly error: unknown
  readonly onSubmit: (form: HTMLFormElement) => void
  readonly busy: boolean
  readonly children: ReactNode
}

/** A form of such a page: what accounts refuse is told above its button. */
export const EntryForm = ({ error, onSubmit, busy, children }: EntryFormProps) => (
  <form
    className="form"
    onSubmit={(event: FormEvent<HTMLFormElement>) => {
      event.preventDefault()
      if (!busy) onSubmit(event.currentTarget)
    }}
  >
    {error !== null && <ProblemNote problem={inWords(toProblem(error))} />}
    {children}
  </form>
)
