/** What the edge may ask of the billing worker, and what it is told. Types alone: the two are bound to each other when they run. */
import type { ErrorCode } from '@syncforge/protocol/errors'
import type { PlanId } from '@syncforge/protocol/plans'

/** A refusal crosses from worker to worker as a value: what is thrown loses its code on the way. */
export type Answered<T> =
  | { readonly ok: true; readonly reply: T }
  | {
      readonly ok: false
      readonly error: { readonly code: ErrorCode; readonly message: string; readonly details: unknown }
    }

/** Who asks, and from which page. */
export interface Asked {
  readonly organizationId: string
  /** The address of the organization's billing page. */
  readonly page: string
}

export interface Buyer extends Asked {
  readonly organization: string
  readonly email: string | null
}

/** What an organization has in use, of what plans bound; `null`: nobody knows right now. */
export interface Use {
  readonly rooms: number | null
  readonly people: number | null
}

/** What was read of Stripe has come to this: the caller sees to it that it takes effect. */
export interface PlanEffect {
  readonly organizationId: string
  readonly plan: PlanId
  /** When to read again without being told anything, in milliseconds from now; `null`: no more. */
  readonly refreshInMs: number | null
}

export interface PastDue {
  readonly since: number
  /** From then on Free's limits hold. */
  readonly graceEndsAt: number
  readonly attempts: number
  readonly amountCents: number
  /** Where the open invoice can be paid; `null` when Stripe does not say right now. */
  readonly payUrl: string | null
}

export interface SubscriptionView {
  /** Whether this server sells anything. */
  readonly isSetUp: boolean
  /** The plan that the organization has now, whoever gave it. */
  readonly plan: PlanId
  /** As Stripe calls it; `none`: there never was one. */
  readonly status: string
  /** The plan that is subscribed: past its grace, it is not the one that is given. */
  readonly subscribed: PlanId | null
  readonly periodEndsAt: number | null
  /** What it becomes by itself, and when. */
  readonly pending: { readonly plan: PlanId; readonly at: number } | null
  readonly pastDue: PastDue | null
  readonly endedAt: number | null
}

export interface Over {
  readonly limit: 'rooms' | 'people'
  readonly use: number
  readonly max: number
}

export interface PriceLine {
  readonly description: string
  readonly amountCents: number
}

export interface Preview {
  /** `checkout`: bought for the first time; `none`: it is this plan already. */
  readonly kind: 'checkout' | 'upgrade' | 'downgrade' | 'none'
  readonly dueNowCents: number
  /** Prices are without tax, which Stripe adds. */
  readonly lines: readonly PriceLine[]
  readonly monthlyCents: number
  /** When it takes effect, in milliseconds since 1970. */
  readonly effectiveAt: number
  /** Sent along with the change, so that the sum is this one; `null` where time changes nothing. */
  readonly prorationDate: number | null
  /** What has to be less first. */
  readonly over: readonly Over[]
}

export interface InvoiceView {
  readonly id: string
  readonly number: string | null
  readonly status: string
  readonly totalCents: number
  readonly currency: string
  readonly createdAt: number
  readonly pageUrl: string | null
  readonly pdfUrl: string | null
}

export interface InvoicesAsked {
  readonly organizationId: string
  /** At most so many at once, up to 100. */
  readonly limit: number
  /** `nextCursor` of the page before; `null`: the first. */
  readonly cursor: string | null
}

export interface InvoicePage {
  readonly invoices: readonly InvoiceView[]
  /** `null` on the last page. */
  readonly nextCursor: string | null
}

export interface ChangeAsked extends Asked {
  readonly plan: PlanId
  readonly use: Use
  readonly prorationDate: number | null
}

/** An event of Stripe's as it came. */
export interface ReceivedEvent {
  readonly requestId: string
  readonly body: Uint8Array
  readonly signature: string | null
}

/** `refused`: not signed by Stripe. `null`: nothing has changed. */
export type EventOutcome = 'refused' | PlanEffect | null

export interface BillingService {
  checkout(buyer: Buyer, plan: PlanId): Promise<Answered<{ readonly url: string }>>
  portal(asked: Asked): Promise<Answered<{ readonly url: string }>>
  subscription(organizationId: string): Promise<Answered<SubscriptionView>>
  preview(asked: ChangeAsked): Promise<Answered<Preview>>
  change(asked: ChangeAsked): Promise<Answered<PlanEffect>>
  /** At the end of the period; what is paid for stays until then. */
  cancel(asked: Asked): Promise<Answered<PlanEffect>>
  /** Takes back a cancellation or a downgrade that has not taken effect. */
  resume(asked: Asked): Promise<Answered<PlanEffect>>
  invoices(asked: InvoicesAsked): Promise<Answered<InvoicePage>>
  /** Reads Stripe now, for whoever has just come back from it, and from time to time. */
  refresh(organizationId: string): Promise<Answered<PlanEffect | null>>
  /** Ends what is subscribed at once: the organization is erased. */
  close(organizationId: string): Promise<Answered<null>>
  receive(event: ReceivedEvent): Promise<EventOutcome>
  /** The pages of what stands in for Stripe. */
  fetch(request: Request): Promise<Response>
}
