package policy_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
)

func words(t testing.TB, changes []policy.Change, lang care.Lang) (all []string) {
	for _, c := range changes {
		require.NoError(t, c.Reason.Check())
		all = append(all, c.Reason.Text(lang))
	}
	return all
}

func TestWhatBecameOfAPolicyInWords(t *testing.T) {
	a, _ := worked(2)
	require.Empty(t, policy.Diff(a, a))
	for _, c := range []struct {
		change func(*policy.Policy)
		vi, en []string
	}{
		{func(p *policy.Policy) { p.Edition = 3 }, []string{"số bản: đổi từ “2” thành “3”."}, []string{"edition: changed from “2” to “3”."}},
		{func(p *policy.Policy) { p.Until = day("2027-12-31") }, []string{"ngày cuối cùng áp dụng: ghi thêm “31/12/2027”."}, []string{"last date in force: set to “31 December 2027”."}},
		{func(p *policy.Policy) { p.Mission.Owner = "" }, []string{"sứ mệnh › người phụ trách: bỏ trống, trước là “hoa”."}, []string{"mission › owner: left blank; it was “hoa”."}},
		{func(p *policy.Policy) { p.Mission.Statement.EN = "Be at ease." },
			[]string{"sứ mệnh › tuyên bố: đổi từ “Mua một lần, yên tâm mãi.” thành “Mua một lần, yên tâm mãi.”."}, []string{"mission › statement: changed from “Buy once, and be at ease.” to “Be at ease.”."}},
		{func(p *policy.Policy) {
			m := &provisionOf(p, policy.Warranty).Measures[0]
			m.Within = calendar.Working(24 * time.Hour)
		},
			[]string{"quy định “Bảo hành” (Nhóm 0) › thước đo “đúng hẹn” › thời hạn: đổi từ “48 giờ làm việc” thành “24 giờ làm việc”."},
			[]string{"provisions “Warranty” (Group 0) › measures “on time” › time: changed from “48 working hours” to “24 working hours”."}},
		{func(p *policy.Policy) { provisionOf(p, policy.Warranty).Measures[0].Percentile = 0.901 },
			[]string{"quy định “Bảo hành” (Nhóm 0) › thước đo “đúng hẹn” › tỷ lệ phải đạt: đổi từ “0,9” thành “0,901”."},
			[]string{"provisions “Warranty” (Group 0) › measures “on time” › percentile: changed from “0.9” to “0.901”."}},
		{func(p *policy.Policy) { provisionOf(p, policy.Warranty).Authority = vnd("1000000") },
			[]string{"quy định “Bảo hành” (Nhóm 0) › mức được tự quyết: đổi từ “500.000 ₫” thành “1.000.000 ₫”."},
			[]string{"provisions “Warranty” (Group 0) › authority: changed from “VND 500,000” to “VND 1,000,000”."}},
		{func(p *policy.Policy) { provisionOf(p, policy.Warranty).Audience = policy.ForStaff },
			[]string{"quy định “Bảo hành” (Nhóm 0) › người được đọc: đổi từ “Công khai cho khách hàng” thành “Nội bộ”."},
			[]string{"provisions “Warranty” (Group 0) › audience: changed from “For customers” to “Internal”."}},
		{func(p *policy.Policy) { provisionOf(p, policy.Warranty).Segments = []care.SegmentRef{"s0", "s1"} },
			[]string{"Bỏ quy định “Bảo hành” (Nhóm 0).", "Thêm quy định “Bảo hành” (Nhóm 0, Nhóm 1)."}, []string{"Removed: provisions “Warranty” (Group 0).", "Added: provisions “Warranty” (Group 0, Group 1)."}},
		{func(p *policy.Policy) {
			p.Contents.Links = append([]policy.Link{{Code: "wash", Name: both("Vệ sinh máy", "Clean it")}}, p.Contents.Links[1], p.Contents.Links[0])
		},
			[]string{"Thêm nội dung › mắt xích phục vụ “Vệ sinh máy”.", "nội dung › mắt xích phục vụ: đổi thứ tự."},
			[]string{"Added: contents › links of service “Clean it”.", "contents › links of service: put in another order."}},
		{func(p *policy.Policy) { p.Marketing.Plans[0].Segments = []care.SegmentRef{"s1"} },
			[]string{"tiếp thị › kế hoạch “m1” › phân đoạn: đổi từ “Nhóm 0, Nhóm 1” thành “Nhóm 1”."}, []string{"marketing › plans “m1” › segments: changed from “Group 0, Group 1” to “Group 1”."}},
	} {
		b, _ := worked(2)
		c.change(&b)
		changes := policy.Diff(a, b)
		require.Equal(t, c.vi, words(t, changes, care.LangVI))
		require.Equal(t, c.en, words(t, changes, care.LangEN))
		require.Len(t, policy.Diff(b, a), len(changes), "the way back has as many steps")
	}
}

// No field of a policy can change without being told: each is changed in turn.
func TestEveryFieldIsCompared(t *testing.T) {
	count := 0
	var change func(p *policy.Policy, v reflect.Value, path string)
	change = func(p *policy.Policy, v reflect.Value, path string) {
		switch {
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				change(p, v.Index(i), path)
			}
			return
		case v.Kind() == reflect.Pointer && !v.IsNil():
			change(p, v.Elem(), path)
			return
		case v.Kind() == reflect.Struct && v.NumField() > 0 && v.Type().Field(0).Tag.Get("vi") != "":
			for i := range v.NumField() {
				change(p, v.Field(i), path+"."+v.Type().Field(i).Name)
			}
			return
		}
		old := reflect.New(v.Type()).Elem()
		old.Set(v)
		switch x := v.Addr().Interface().(type) {
		case *care.Text:
			x.EN += "!"
		case *calendar.Date:
			*x = day("1999-01-01")
		case *calendar.Span:
			*x = calendar.WorkingDates(77)
		case *care.Money:
			*x = vnd("77")
		default:
			switch v.Kind() {
			case reflect.String:
				v.SetString(v.String() + "x")
			case reflect.Int:
				v.SetInt(v.Int() + 1)
			case reflect.Float64:
				v.SetFloat(v.Float() + 0.0001)
			default:
				v.SetZero() // a nil pointer
			}
		}
		if !v.Equal(old) || v.Kind() != reflect.Pointer {
			before, _ := worked(1)
			require.NotEmpty(t, policy.Diff(before, *p), path)
			count++
		}
		v.Set(old)
	}
	p, _ := worked(1)
	change(&p, reflect.ValueOf(&p).Elem(), "")
	require.Greater(t, count, 300)
	before, _ := worked(1)
	require.Empty(t, policy.Diff(before, p))
}
