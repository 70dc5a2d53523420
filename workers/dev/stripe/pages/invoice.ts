/** An invoice's page, where an open one can be paid, and the invoice as a file. */
import { html } from '../../../html.ts'
import type { Account } from '../account.ts'
import { setCard } from '../life/people.ts'
import { button, dayOf, dollarsOf, leadTo, pageOf } from './frame.ts'
import { pdfOf } from './pdf.ts'

export const invoicePage = (account: Account, id: string, sent: URLSearchParams | null): Response => {
  const { number, status, total, created, lines, customer } = account.find('invoice', id)
  if (sent !== null) {
    setCard(account, String(customer), 'good')
    return leadTo(`${account.pages()}/invoices/${id}`)
  }
  return pageOf(
    `Invoice ${number ?? id}`,
    html`<p>${dollarsOf(total)}, ${status ?? ''}, ${dayOf(created)}.</p>
<ul>${lines.data.map(({ description, amount }) => html`<li>${description ?? ''}: ${dollarsOf(amount)}</li>`)}</ul>
${status === 'open' ? button('Pay with a good card', '', { act: 'pay' }, true) : ''}
<p><a href="${account.pages()}/invoices/${id}/pdf">As PDF</a></p>`,
  )
}

export const invoiceFile = (account: Account, id: string): Response => {
  const { number, status, total, created, lines } = account.find('invoice', id)
  const rows = lines.data.map(({ description, amount }) => `${description ?? ''}: ${dollarsOf(amount)}`)
  const words = [`Invoice ${number ?? id}`, dayOf(created), ...rows, `Total ${dollarsOf(total)}, ${status ?? ''}`]
  const headers = {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${number ?? id}.pdf"`,
    'cache-control': 'no-store',
  }
  return new Response(pdfOf(words), { headers })
}
