package main

import (
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
)

func house() notice.House {
	return notice.House{
		Name: "Điện máy An Bình", Hotline: "1900 1234", Address: "12 Lê Lợi, Quận 1\nThành phố Hồ Chí Minh", Email: "chamsoc@anbinh.vn", Web: "https://anbinh.vn",
		OptOut: care.Text{VI: "Từ chối: soạn TC gửi 8088 hoặc gọi 1900 1234", EN: "To stop: text TC to 8088 or call 1900 1234"},
	}
}

// What the shop sells.
var (
	cooler   = care.Text{VI: "quạt điều hòa", EN: "air cooler"}
	aircon   = care.Text{VI: "Máy lạnh", EN: "air conditioner"}
	fridge   = care.Text{VI: "Tủ lạnh", EN: "fridge"}
	hob      = care.Text{VI: "Bếp từ", EN: "induction hob"}
	washer   = care.Text{VI: "Máy giặt", EN: "washing machine"}
	cooker   = care.Text{VI: "Nồi cơm", EN: "rice cooker"}
	purifier = care.Text{VI: "Máy lọc nước", EN: "water purifier"}
	wordy    = care.Text{VI: strings.Repeat("ổ cắm ", 150), EN: strings.Repeat("socket ", 150)}
)

// What this shop says besides what Chamsoc does.
const (
	ready    notice.KindCode = "shop.ready"
	reminder notice.KindCode = "shop.maintenance"
	offer    notice.KindCode = "shop.offer"
	poison   notice.KindCode = "shop.poison"
)

func kinds() []notice.Kind {
	short, long := []care.Channel{care.ChannelZalo, care.ChannelSMS}, []care.Channel{care.ChannelEmail, care.ChannelPost}
	kind := func(code notice.KindCode, p notice.Purpose, label care.Text, name, text care.Text) notice.Kind {
		return notice.Kind{
			Code: code, Purpose: p, Name: name, Channels: append(short[:2:2], long...), Variables: []notice.Variable{{Name: "goods", Kind: care.FactName}},
			Default: []notice.Wording{
				{Channels: short, Body: care.Text{VI: label.VI + text.VI, EN: label.EN + text.EN}},
				{
					Channels: long, Subject: care.Text{VI: label.VI + name.VI, EN: label.EN + name.EN},
					Body: care.Text{
						VI: "Kính gửi{?customer} {customer}{/customer}{!customer} Quý khách{/customer},\n\n" + text.VI, EN: "Dear {?customer}{customer}{/customer}{!customer}customer{/customer},\n\n" + text.EN,
					},
				},
			},
		}
	}
	both := func(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }
	return []notice.Kind{
		kind(ready, notice.PurposeService, both("", ""), both("Sản phẩm đã sửa xong", "Your product is ready"),
			both("{goods} của Quý khách đã sửa xong, mời Quý khách đến nhận. {house}, {hotline}.", "Your {goods} is ready to be collected. {house}, {hotline}.")),
		kind(reminder, notice.PurposeCare, both("", ""), both("Đến hạn bảo dưỡng", "Maintenance is due"),
			both("{goods} của Quý khách đến hạn bảo dưỡng. {house}, {hotline}.", "Your {goods} is due for maintenance. {house}, {hotline}.")),
		kind(offer, notice.PurposeAdvertising, both("[QC] ", "[AD] "), both("Ưu đãi", "An offer"),
			both("{house} giảm 20% {goods} đến hết tuần. {opt_out}", "{house}: 20% off every {goods} this week. {opt_out}")),
		kind(poison, notice.PurposeService, both("", ""), both("Văn bản dài", "A long text"), both(strings.Repeat("{goods} ", 30), strings.Repeat("{goods} ", 30))),
	}
}
