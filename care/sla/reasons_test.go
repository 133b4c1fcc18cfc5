package sla_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
)

func TestCodesAreWellDeclared(t *testing.T) {
	require.NoError(t, care.CheckCodes(sla.Codes()...))
}
