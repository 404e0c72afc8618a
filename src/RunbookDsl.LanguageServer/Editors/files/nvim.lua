-- Runbooks in Neovim 0.8 or later, for this repository. Neovim reads it when `exrc` is set: `:set exrc`.
vim.filetype.add({ extension = { csx = 'cs' } })
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'cs',
  callback = function(args)
    if not vim.api.nvim_buf_get_name(args.buf):match('%.csx$') then return end
    vim.lsp.start({
      name = 'runbook',
      cmd = { 'runbook', 'lsp' },
      root_dir = vim.fs.dirname(vim.fs.find({ '.git' }, { upward = true, path = args.file })[1] or args.file),
    })
  end,
})
