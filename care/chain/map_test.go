package chain_test

import (
	"encoding/xml"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/chain"
)

func TestTheMapNamesEverybody(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 15))
	for range 20 {
		c := randomFlow(t, rnd, 6)
		svg, err := chain.Map{Lang: care.LangEN}.SVG(c, c.Report(&chain.Watch{}))
		require.NoError(t, err)
		require.NoError(t, xml.Unmarshal(svg, new(any)))
		for _, l := range c.Flow().Links {
			require.Contains(t, string(svg), ">"+string(l.Supplier)+"<")
		}
		require.Contains(t, string(svg), ">The customer<")
	}
}

func TestAMapOfAnotherFlowsReportIsRefused(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	_, err := chain.Map{}.SVG(c, chain.Report{})
	require.Error(t, err)
}

func TestTheTableSaysTheSame(t *testing.T) {
	f := flow(14, fork(4, 6, 5)...)
	f.Links[0].Name = care.Text{VI: "Sơn", EN: "Paint"}
	c := compile(t, f)
	var w chain.Watch
	for i := range 20 {
		h := float64(i) * 24
		require.NoError(t, c.Observe(&w, course(t, c, h+20, append(append(passed("A", h, h+2), passed("B", h, h+5)...), passed("C", h+5, h+8)...)...)))
	}
	rows := strings.Split(strings.TrimSpace(chain.Map{}.Table(c.Report(&w))), "\n")
	require.Len(t, rows, 5)
	require.Equal(t, "Mắt xích  Mục tiêu  Đúng hẹn  Nhận ngay  Nửa số lần  9/10 số lần  So với gốc  Phần thời gian", rows[0])
	require.Regexp(t, `^Sơn +4,0 giờ +100% +100% +(1,9|2,0|2,1) giờ +(1,9|2,0|2,1) giờ +100% +2[3-6],\d%$`, rows[1], "2 of 8 hours, to within 4 %")
	require.Regexp(t, `^\* B +6,0 giờ`, rows[2])
	require.Regexp(t, `^\* C +5,0 giờ`, rows[3])
	require.Equal(t, "* đường găng", rows[4])
}
