/** Changes the password; whoever signs in only with another account gets one by mail. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { accounts, inWords, told } from '../../api/accounts.ts'
import { toProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Field, Tick, valuesOf } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { say } from '../../components/toast.tsx'
import { sessionsQuery } from './queries.ts'

interface PasswordProps {
  readonly hasPassword: boolean
  readonly email: string
}

const SetByMail = ({ email }: { readonly email: string }) => {
  const ask = useMutation({
    mutationFn: () => told(accounts.requestPasswordReset({ email, redirectTo: '/dashboard/reset-password' })),
  })
  return (
    <Card title="Password" lead="You have none: you sign in with another account.">
      {ask.error !== null && <ProblemNote problem={inWords(toProblem(ask.error))} />}
      {ask.isSuccess ? (
        <p className="note note-good" role="status">
          A message with a link is on its way to {email}.
        </p>
      ) : (
        <Button busy={ask.isPending} onClick={() => ask.mutate()}>
          Set one by mail
        </Button>
      )}
    </Card>
  )
}

const Change = () => {
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const change = useMutation({
    mutationFn: ({ current = '', password = '', others }: Readonly<Record<string, string>>) =>
      told(
        accounts.changePassword({
          currentPassword: current,
          newPassword: password,
          revokeOtherSessions: others === 'on',
        }),
      ),
    onSuccess: async () => {
      form.current?.reset()
      say('Your password is changed')
      await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
  })
  return (
    <Card title="Password">
      <form
        ref={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(valuesOf(event.currentTarget))
        }}
      >
        <div className="form-row">
          <Field label="Password now" name="current" type="password" autoComplete="current-password" required />
          <Field
            label="New password"
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={10}
            maxLength={256}
            hint="Ten characters or more."
            required
          />
        </div>
        <Tick label="Sign out everywhere else" name="others" defaultChecked />
        {change.error !== null && <ProblemNote problem={inWords(toProblem(change.error))} />}
        <div className="form-actions">
          <Button type="submit" busy={change.isPending}>
            Change the password
          </Button>
        </div>
      </form>
    </Card>
  )
}

export const Password = ({ hasPassword, email }: PasswordProps) =>
  hasPassword ? <Change /> : <SetByMail email={email} />
