package privacy_test

import (
	"context"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/privacy"
	"github.com/chamsoc/chamsoc/storage/memory"
)

// newPrivacy is a service on 8 June 2026 that knows no holidays. A host gives chamsoc.Schemas() and has it from chamsoc.New.
func newPrivacy() (privacy.Service, error) {
	tenants, err := memory.New(schemas()...)
	if err != nil {
		return privacy.Service{}, err
	}
	now := func() time.Time { return time.Date(2026, time.June, 8, 2, 0, 0, 0, time.UTC) }
	return privacy.New(tenants.ForTenant(""), privacy.Config{Env: care.Env{Now: now}, Schemas: schemas()})
}

// A customer asks by e-mail to be forgotten. The request has its dates; it is carried out once it is clear who asks; the receipt says what was done.
func ExampleService_Erase() {
	ctx := context.Background()
	p, err := newPrivacy()
	if err != nil {
		fmt.Println(err)
		return
	}
	request, err := p.Receive(ctx, privacy.Intake{Right: "erase", Channel: "email", Customer: "KH001",
		Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0912 345 678"}}})
	fmt.Println(request.Reasons[1].Text(care.LangEN), err)

	_, err = p.Erase(ctx, request.ID, "NV7")
	fmt.Println(err)
	_, err = p.Do(ctx, privacy.Step{Request: request.ID, Kind: "verify", Note: "answered the code sent to the phone", By: "NV7"})
	fmt.Println(err)
	request, err = p.Erase(ctx, request.ID, "NV7")
	fmt.Println(request.State, request.Person.IsZero(), err)
	for receipt, err := range p.Receipts(request.ID).All(ctx) {
		fmt.Println(receipt.Cause, receipt.Erased(), err)
	}
	// Output:
	// “Have the data erased”: it is to be done within 10 day(s) of 8 June 2026, by the end of 18 June 2026. <nil>
	// care: invalid: request: This step is not possible while the request is “Received”. Possible are: verify, answer, extend, refuse, withdraw. (privacy.step_illegal)
	// <nil>
	// done true <nil>
	// request 0 <nil>
	// request 1 <nil>
}

// An attack was noticed: the authority has to hear of it within 24 hours.
func ExampleService_Report() {
	ctx := context.Background()
	p, err := newPrivacy()
	if err != nil {
		fmt.Println(err)
		return
	}
	incident, err := p.Report(ctx, privacy.Report{What: "Máy chủ bị truy cập trái phép"})
	fmt.Println(incident.Reasons.Text(care.LangVI), err)
	incident, err = p.Act(ctx, privacy.Measure{Incident: incident.ID, Kind: "notify", Note: "A05, số 12"})
	fmt.Println(incident.Reference, incident.Late(incident.Notified), err)
	// Output:
	// Phát hiện lúc 09:00 ngày 08/06/2026: phải thông báo cho cơ quan nhà nước có thẩm quyền chậm nhất 09:00 ngày 09/06/2026. <nil>
	// A05, số 12 0s <nil>
}

// Who has proved to be vulnerable and harmed comes first.
func ExamplePrioritise() {
	priority := privacy.Prioritise(privacy.Plea{
		Proved: []privacy.Vulnerability{{Group: privacy.Elderly}}, On: calendar.MustDate(2026, time.June, 8), Harmed: true, Papers: true,
	})
	for _, reason := range priority.Reasons {
		fmt.Println(reason.Text(care.LangVI), "—", reason.Rule())
	}
	// Output:
	// Được ưu tiên tiếp nhận và giải quyết: khách hàng đã chứng minh thuộc nhóm “Người cao tuổi” và bị ảnh hưởng quyền lợi. — VN Law 19/2023/QH15 art. 8.2.c
	// Không được chuyển yêu cầu cho bên thứ ba giải quyết, trừ khi bên đó có nghĩa vụ liên quan. — VN Law 19/2023/QH15 art. 8.2.c
}
