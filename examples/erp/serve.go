package main

import (
	"context"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

// serve answers a customer without a card at both branches, in December.
func (e *erp) serve(ctx context.Context) error {
	e.title("a customer without a card")
	lost := warranty.Inquiry{Serial: "B5236-582I0", Phone: "0900000000", PhoneVerified: true, At: time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC)}
	for i, want := range []warranty.Status{warranty.FoundOne, warranty.FoundNone} {
		branch := branches[i]
		answer, err := e.care.In(e.tenants.ForTenant(branch)).Warranty.Ask(ctx, lost)
		if err != nil {
			return err
		}
		if err := e.same("what "+branch+" finds", want, answer.Finding.Status); err != nil {
			return err
		}
		if want != warranty.FoundOne {
			continue
		}
		if err := e.same("the answer", warranty.Covered, answer.Decision.Outcome); err != nil {
			return err
		}
		fmt.Fprintf(e.out, "   %s\n", answer.Decision.Reasons.Text(care.LangVI))
	}
	return nil
}

// report joins the host's tables with Chamsoc's, whose declared fields are plain columns: to be read by anybody, and written by Chamsoc alone.
func (e *erp) report(ctx context.Context) error {
	e.title("a report of the host's own, over its tables and Chamsoc's")
	for _, product := range []string{"TL-BS236", "QUAT-D16"} {
		n, err := e.value(ctx, `select count(*) from {care}warranty_registration r
			join {erp}invoice_line l on l.company = r.tenant and l.number = r.invoice and l.line = r.line
			join {erp}product p on p.code = l.product
			where r.tenant = 'hanoi' and l.product = $1 and r.ends >= '2027-08-01' and r.ends < '2027-09-01'`, product)
		if err != nil {
			return err
		}
		if err := e.same("warranties of "+product+" in Hanoi that end in August 2027", int64(4), n); err != nil {
			return err
		}
	}
	return nil
}
