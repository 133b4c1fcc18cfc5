package privacy

import "github.com/chamsoc/chamsoc/care"

// Right is what somebody may ask about their data. The zero Right is unknown.
type Right string

// The rights (Law 19/2023/QH15 art. 20; Law 91/2025/QH15).
const (
	RightAccess   Right = "access"   // to see the data, or get a copy
	RightCorrect  Right = "correct"  // to have it corrected
	RightErase    Right = "erase"    // to have it deleted
	RightTransfer Right = "transfer" // to have it handed to somebody else, or no longer
	RightRestrict Right = "restrict" // to have less done with it
	RightObject   Right = "object"   // to have something no longer done with it, such as advertising
	RightWithdraw Right = "withdraw" // to take consent back
)

var rights = care.NewTerms(
	care.NewTerm(RightAccess, "Xem và nhận bản sao dữ liệu", "See the data and get a copy"),
	care.NewTerm(RightCorrect, "Chỉnh sửa dữ liệu", "Have the data corrected"),
	care.NewTerm(RightErase, "Xóa dữ liệu", "Have the data erased"),
	care.NewTerm(RightTransfer, "Chuyển giao hoặc ngừng chuyển giao dữ liệu", "Have the data handed over, or no longer"),
	care.NewTerm(RightRestrict, "Hạn chế xử lý dữ liệu", "Have the use of the data restricted"),
	care.NewTerm(RightObject, "Phản đối việc xử lý dữ liệu", "Object to a use of the data"),
	care.NewTerm(RightWithdraw, "Rút lại sự đồng ý", "Withdraw consent"),
)

// Terms lists the rights.
func (Right) Terms() care.Terms[Right] { return rights }
