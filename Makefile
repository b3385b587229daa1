# SPDX-License-Identifier: Apache-2.0
setup:
	@echo to come
