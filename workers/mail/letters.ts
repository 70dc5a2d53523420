/** Every letter that SyncForge sends, one function each. Names and organizations are given by people: a subject holds only a short, single line of them. */
import type { Mail } from './mail.ts'
import { shown } from './shown.ts'
import { writeMail } from './write.ts'

/** To somebody, with the one address that it is about. */
interface Linked {
  readonly to: string
  readonly url: string
}

const notYou = 'If this was not you, do nothing: without this link nothing happens.'

export const verifyLetter = ({ to, url }: Linked): Mail =>
  writeMail({
    to,
    subject: 'Confirm your e-mail address',
    says: ['Welcome to SyncForge.', 'Confirm that this address is yours, and your account is ready.'],
    action: { label: 'Confirm my address', url },
    notes: [
      'The link works for 24 hours. Open it in the browser in which you signed up; in another one you are asked to choose a password first.',
      notYou,
    ],
  })

export const existsLetter = ({ to, url }: Linked): Mail =>
  writeMail({
    to,
    subject: 'You already have an account',
    says: [
      'Somebody, probably you, tried to sign up with this address. There is an account with it already.',
      'Sign in with your password. If you do not have one, or do not know it any more, choose “Forgot your password?” there.',
    ],
    action: { label: 'Sign in', url },
    notes: ['If this was not you, do nothing: your account is as it was.'],
  })

export const resetLetter = ({ to, url }: Linked): Mail =>
  writeMail({
    to,
    subject: 'Choose a new password',
    says: ['You asked for a new password for your SyncForge account.'],
    action: { label: 'Choose a new password', url },
    notes: ['The link works once, for one hour. It signs you out everywhere.', notYou],
  })

export const passwordChangedLetter = ({ to, url }: Linked): Mail =>
  writeMail({
    to,
    subject: 'Your password was changed',
    says: ['The password of your SyncForge account was changed just now.'],
    action: { label: 'This was not me', url },
    notes: ['If it was you, there is nothing to do. If not, choose a new password at once.'],
  })

export const changeEmailLetter = ({ to, url, newEmail }: Linked & { readonly newEmail: string }): Mail =>
  writeMail({
    to,
    subject: 'Change the address of your account?',
    says: [
      `You asked to change the e-mail address of your SyncForge account to ${newEmail}.`,
      'If that is right, confirm it here. We then write to the new address, and it has to be confirmed there as well.',
    ],
    action: { label: 'Yes, change it', url },
    notes: [
      'The link works for 24 hours.',
      'If this was not you, somebody else is signed in as you: leave the link alone and change your password at once.',
    ],
  })

export const confirmNewEmailLetter = ({ to, url }: Linked): Mail =>
  writeMail({
    to,
    subject: 'Confirm your new e-mail address',
    says: ['This is to become the e-mail address of your SyncForge account. Confirm it, and the change is made.'],
    action: { label: 'Confirm this address', url },
    notes: ['The link works for 24 hours.', notYou],
  })

export const secondFactorLetter = ({ to, url, isOn }: Linked & { readonly isOn: boolean }): Mail =>
  writeMail({
    to,
    subject: isOn ? 'Two-factor sign-in is on' : 'Two-factor sign-in is off',
    says: [
      isOn
        ? 'From now on, signing in to your SyncForge account asks for a code of your authenticator app as well.'
        : 'Signing in to your SyncForge account no longer asks for a code of your authenticator app.',
      ...(isOn ? ['Keep your recovery codes where you find them without your phone.'] : []),
    ],
    action: { label: 'Look at my security settings', url },
    notes: ['If this was not you, change your password at once.'],
  })

export interface InvitationLetter extends Linked {
  readonly organization: string
  readonly inviter: string
  readonly role: string
  readonly expiresAt: Date
}

export const invitationLetter = ({ to, url, organization, inviter, role, expiresAt }: InvitationLetter): Mail =>
  writeMail({
    to,
    subject: `${shown(inviter)} invites you to ${shown(organization)} on SyncForge`,
    says: [
      `${shown(inviter)} invites you to work in the organization ${shown(organization)}, as ${role}.`,
      'Accept with the account that has this address. If you have none yet, you can make one on the way.',
    ],
    action: { label: 'See the invitation', url },
    notes: [
      `It holds until ${expiresAt.toUTCString().replace(/:\d\d GMT$/, ' UTC')}.`,
      'If you do not know who this is, ignore it.',
    ],
  })

export interface ShareLetter extends Linked {
  readonly organization: string
  readonly room: string
}

export const shareLetter = ({ to, url, organization, room }: ShareLetter): Mail =>
  writeMail({
    to,
    subject: `${shown(organization)} shares ${shown(room)} with you`,
    says: [
      `${shown(organization)} has shared “${shown(room)}” with this address.`,
      'Open it and sign in there with this address: then it is yours to use.',
    ],
    action: { label: 'Open it', url },
    notes: ['If you do not know who this is, ignore it: nothing happens.'],
  })
