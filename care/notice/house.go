package notice

import "github.com/chamsoc/chamsoc/care"

// House is the company that speaks: what every notice can say of it, and what stands on its letters. It is public, nothing of it is personal.
type House struct {
	Name    string    // {house}. Required.
	Hotline string    // {hotline}, as it is dialled. Required.
	Address string    // on letters; lines
	Email   string    // on letters
	Web     string    // on letters
	OptOut  care.Text // {opt_out}: how to refuse, by message and by call: "Từ chối: soạn TC gửi 8088 hoặc gọi 1900 1234". Required for advertising, and where there are Senders for every text that says it.
}
