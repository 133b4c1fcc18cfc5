package policy

import "github.com/chamsoc/chamsoc/care"

// Audience says who may read something. The zero Audience is unknown, and nothing is shown to customers that does not say so.
type Audience string

// The audiences.
const (
	ForCustomers Audience = "customer" // everybody, customers too
	ForStaff     Audience = "internal" // those who work for the company; they acknowledge that they have read it
)

var audiences = care.NewTerms(
	care.NewTerm(ForCustomers, "Công khai cho khách hàng", "For customers"),
	care.NewTerm(ForStaff, "Nội bộ", "Internal"),
)

// Terms lists the audiences.
func (Audience) Terms() care.Terms[Audience] { return audiences }
