/** The invoices, each with its page and its file. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Receipt } from 'lucide-react'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { More } from '../../components/more.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { type Invoice, invoicesQuery } from './queries.ts'
import { dollars, onDay } from './words.ts'

const statusLook: Readonly<Record<string, string>> = { paid: 'badge badge-good', open: 'badge badge-danger' }

const InvoiceRow = ({
  invoice: { number, id, createdAt, totalCents, status, pageUrl, pdfUrl },
}: {
  readonly invoice: Invoice
}) => (
  <tr>
    <td>{pageUrl === null ? (number ?? id) : <a href={pageUrl}>{number ?? id}</a>}</td>
    <td data-label="Day" className="quiet">
      {onDay(createdAt)}
    </td>
    <td data-label="Total">{dollars(totalCents)}</td>
    <td data-label="State">
      <span className={statusLook[status] ?? 'badge'}>{status}</span>
    </td>
    <td className="end">
      {pdfUrl !== null && (
        <a href={pdfUrl} aria-label={`${number ?? id} as PDF`}>
          PDF
        </a>
      )}
    </td>
  </tr>
)

export const InvoiceList = () => {
  const { id } = useOrganization()
  const invoices = useInfiniteQuery(invoicesQuery(id))
  return (
    <section className="stack" aria-label="Invoices">
      <h2>Invoices</h2>
      <Async query={invoices} skeleton={<SkeletonRows rows={3} />}>
        {({ pages }) =>
          pages[0]?.invoices.length === 0 ? (
            <Empty icon={<Receipt aria-hidden />} title="No invoices yet">
              Each month’s is here, to read and to keep.
            </Empty>
          ) : (
            <div className="table-frame">
              <table className="table table-cards table-inline">
                <caption className="visually-hidden">Invoices</caption>
                <thead>
                  <tr>
                    <th scope="col">Number</th>
                    <th scope="col">Day</th>
                    <th scope="col">Total</th>
                    <th scope="col">State</th>
                    <th scope="col">
                      <span className="visually-hidden">File</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {pages
                    .flatMap(({ invoices: found }) => found)
                    .map((invoice) => (
                      <InvoiceRow key={invoice.id} invoice={invoice} />
                    ))}
                </tbody>
              </table>
              <More query={invoices} />
            </div>
          )
        }
      </Async>
    </section>
  )
}
