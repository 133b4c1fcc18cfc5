package care

// Channel is a way by which a customer and the company speak with each other.
// The zero Channel is unknown.
type Channel string

// The channels.
const (
	ChannelCounter Channel = "counter" // in person, at a shop or a service desk
	ChannelWeb     Channel = "web"
	ChannelEmail   Channel = "email"
	ChannelPhone   Channel = "phone"
	ChannelSMS     Channel = "sms"
	ChannelZalo    Channel = "zalo"
	ChannelFax     Channel = "fax"
	ChannelPost    Channel = "post"
)

var channels = NewTerms(
	NewTerm(ChannelCounter, "Tại quầy", "Counter"),
	NewTerm(ChannelWeb, "Trang web", "Website"),
	NewTerm(ChannelEmail, "Thư điện tử", "Email"),
	NewTerm(ChannelPhone, "Điện thoại", "Phone"),
	NewTerm(ChannelSMS, "Tin nhắn SMS", "Text message"),
	NewTerm(ChannelZalo, "Zalo", "Zalo"),
	NewTerm(ChannelFax, "Fax", "Fax"),
	NewTerm(ChannelPost, "Bưu điện", "Post"),
)

// Terms lists the channels.
func (Channel) Terms() Terms[Channel] { return channels }
