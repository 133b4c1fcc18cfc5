package policy_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func newService() policy.Service {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), policy.Schemas())...)
	if err != nil {
		panic(err)
	}
	s, err := policy.New(tenants.ForTenant(""), policy.Config{})
	if err != nil {
		panic(err)
	}
	return s
}

// How a warranty claim is handled, published for customers: the text for a letter; HTML is the same as a page.
func ExampleService_PublishProcedure() {
	p, err := newService().PublishProcedure(context.Background(), policy.Procedure{
		Code: "bao-hanh", Edition: 1, Audience: policy.ForCustomers, From: calendar.MustDate(2026, 12, 1),
		Title: care.Text{VI: "Tiếp nhận bảo hành", EN: "How a warranty claim is handled"},
		Steps: []policy.Step{{
			Who:    care.Text{VI: "Nhân viên quầy", EN: "Counter staff"},
			What:   care.Text{VI: "Nhận máy; mất phiếu thì tra theo số điện thoại.", EN: "Take in the device; without a card, look up the telephone number."},
			Within: calendar.Wall(15 * time.Minute),
		}, {
			Who:    care.Text{VI: "Kỹ thuật viên", EN: "Technician"},
			What:   care.Text{VI: "Kiểm tra và báo kết quả cho khách.", EN: "Examine it and tell the customer the result."},
			Within: calendar.WorkingDates(2),
		}},
		Contact: care.Text{VI: "Quầy bảo hành, 1900 1234", EN: "Warranty desk, 1900 1234"},
	})
	fmt.Print(p.Text(care.LangVI), err)
	// Output:
	// Tiếp nhận bảo hành
	// ==================
	// Mã bao-hanh · Bản số 1
	// Áp dụng từ 01/12/2026
	// Công khai cho khách hàng
	//
	// Các bước
	// --------
	// 1. Nhận máy; mất phiếu thì tra theo số điện thoại.
	//    Ai làm: Nhân viên quầy
	//    Thời hạn: 15 phút
	// 2. Kiểm tra và báo kết quả cho khách.
	//    Ai làm: Kỹ thuật viên
	//    Thời hạn: 2 ngày làm việc
	//
	// Bộ phận phụ trách
	// -----------------
	// Quầy bảo hành, 1900 1234
	// <nil>
}

// Who of the staff has read the edition that they are to work by.
func ExampleService_Acknowledge() {
	ctx, s := context.Background(), newService()
	p, err := s.PublishProcedure(ctx, policy.Procedure{
		Code: "tra-hang", Edition: 3, Audience: policy.ForStaff, From: calendar.MustDate(2026, 12, 1), Title: care.Text{VI: "Nhận hàng trả lại", EN: "Taking goods back"},
		Steps: []policy.Step{{
			Who: care.Text{VI: "Thu ngân", EN: "Cashier"}, What: care.Text{VI: "Hoàn tiền.", EN: "Refund it."}, Within: calendar.Wall(10 * time.Minute),
		}},
	})
	if err != nil {
		fmt.Println(err)
	}
	if _, err := s.Acknowledge(ctx, policy.Reading{Document: p.Document(), Staff: "hoa"}); err != nil {
		fmt.Println(err)
	}
	c, err := s.Coverage(ctx, p.Document(), []care.StaffRef{"hoa", "minh"})
	fmt.Println(c.Read.Yes, "of", c.Read.Of, "missing", c.Missing, err)
	// Output:
	// 1 of 2 missing [minh] <nil>
}
