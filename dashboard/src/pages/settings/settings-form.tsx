/** A card of settings that are saved together. */
import type { ReactNode } from 'react'
import { toProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { useRight } from '../../session/rights.ts'

interface SettingsFormProps {
  readonly title: string
  readonly lead?: string
  readonly busy: boolean
  readonly error: unknown
  readonly onSubmit: (form: HTMLFormElement) => void
  readonly children: ReactNode
}

export const SettingsForm = ({ title, lead, busy, error, onSubmit, children }: SettingsFormProps) => {
  const { may, reason } = useRight('organization:write')
  return (
    <Card title={title} {...(lead === undefined ? {} : { lead })}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (may && !busy) onSubmit(event.currentTarget)
        }}
      >
        <fieldset className="form" disabled={!may}>
          {children}
        </fieldset>
        {error !== null && <ProblemNote problem={toProblem(error)} />}
        <div className="form-actions">
          <Button type="submit" busy={busy} reason={reason}>
            Save<span className="visually-hidden"> {title.toLowerCase()}</span>
          </Button>
        </div>
      </form>
    </Card>
  )
}
