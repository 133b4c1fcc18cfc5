package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/feedback"
)

func compare(a, b string) int { return cmp.Compare(a, b) }

const style = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Chamsoc</title>` +
	`<style>:root{color-scheme:light dark}body{font-family:sans-serif;margin:1rem}div{display:inline-block;vertical-align:top;width:min(100%,640px);margin:0 1rem 1rem 0}</style>`

// draw writes a page with the pictures in both languages.
func (y *company) draw(ctx context.Context) error {
	scores, err := y.scores(ctx)
	if err != nil {
		return err
	}
	var page strings.Builder
	page.WriteString(style)
	for _, lang := range []care.Lang{care.LangVI, care.LangEN} {
		pictures, err := y.pictures(lang, scores)
		if err != nil {
			return err
		}
		for _, svg := range pictures {
			fmt.Fprintf(&page, "<div>%s</div>\n", svg)
		}
	}
	file := filepath.Join(y.dir, "feedback.html")
	if err := os.WriteFile(file, []byte(page.String()), 0o600); err != nil {
		return err
	}
	y.say("Hình vẽ: %s", "Pictures: %s", file)
	return y.expect(len(scores) == shops, "%d shops have a score", len(scores))
}

func (y *company) pictures(lang care.Lang, scores []feedback.Ranked) (all [][]byte, err error) {
	p := y.planted
	draw := func(svg []byte, e error) {
		all = append(all, svg)
		if err == nil {
			err = e
		}
	}
	shop := func(what string, at int) string { return text(fmt.Sprint(what, " ", at+1), "").VI }
	draw(feedback.Trace{
		Title: text(shop("Giao hàng trễ, cửa hàng", p.Late.Shop), shop("Late deliveries, shop", p.Late.Shop)), Unit: text("% giao trễ mỗi tuần", "% late each week"), Weeks: true,
		Days: y.traces.days["late"], Alarms: y.alarms["late"][:1], Cause: text("thiếu xe", "too few vans"),
	}.SVG(lang))
	draw(feedback.Trace{
		Title: text(shop("Hàng lỗi, sản phẩm", p.Batch.Product), shop("Failures, product", p.Batch.Product)), Unit: text("% lỗi mỗi tuần", "% failed each week"), Weeks: true,
		Days: y.traces.days["batch"], Alarms: y.alarms["batch"][:1], Cause: text("một lô hàng", "one batch"),
	}.SVG(lang))
	draw(feedback.Trace{
		Title: text(shop("Số câu hỏi, cửa hàng", p.Demand.Shop), shop("Questions, shop", p.Demand.Shop)), Unit: text("câu hỏi mỗi tuần", "questions each week"), Weeks: true,
		Days: y.traces.days["demand"], Alarms: y.alarms["demand"][:1],
	}.SVG(lang))
	draw(feedback.ScoresSVG(lang, text("Khách hài lòng (%)", "Satisfied customers (%)"), scores))
	draw(feedback.LoopOf([]feedback.Finding{y.findings["late"], y.findings["batch"]}).SVG(lang, text("Từ phát hiện đến khắc phục", "From finding to proof")))
	return all, err
}
