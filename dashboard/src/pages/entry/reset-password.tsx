/** Setting a new password with the link from the mail. */
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { accounts, told } from '../../api/accounts.ts'
import { Button, buttonClass } from '../../components/button.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { Entry, EntryForm } from './entry.tsx'

const route = getRouteApi('/reset-password')

export const ResetPassword = () => {
  const { token, error } = route.useSearch()
  const reset = useMutation({
    mutationFn: (newPassword: string) => told(accounts.resetPassword({ token: token ?? '', newPassword })),
  })
  if (reset.isSuccess) {
    return (
      <Entry title="Your password is set" lead="Everything that was signed in with the old one is signed out.">
        <Link className={buttonClass('primary')} to="/sign-in">
          Sign in
        </Link>
      </Entry>
    )
  }
  if (token === undefined || error !== undefined) {
    return (
      <Entry title="This link no longer works" lead="It was used already, or it is older than an hour.">
        <Link className={buttonClass('primary')} to="/forgot-password">
          Ask for another
        </Link>
      </Entry>
    )
  }
  return (
    <Entry title="Set a new password">
      <EntryForm
        error={reset.error}
        busy={reset.isPending}
        onSubmit={(form) => reset.mutate(valuesOf(form).password ?? '')}
      >
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
        <Button type="submit" look="primary" busy={reset.isPending}>
          Set the password
        </Button>
      </EntryForm>
    </Entry>
  )
}
