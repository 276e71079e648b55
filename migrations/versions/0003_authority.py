"""Authority."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0003'
down_revision: str | None = '0002'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('platform_stop',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resumed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_stop'))
    )
    op.create_table('permit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('content_digest', sa.String(), nullable=True),
    sa.Column('instruction_id', sa.Uuid(), nullable=True),
    sa.Column('rule_version', sa.Integer(), nullable=True),
    sa.Column('approval_id', sa.Uuid(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['action_id'], ['action.id'], name=op.f('fk_permit_action_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_permit_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_permit')),
    sa.UniqueConstraint('action_id', 'attempt', name=op.f('uq_permit_action_id_attempt'))
    )
    with op.batch_alter_table('permit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_permit_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_permit_workspace_id'), ['workspace_id'], unique=False)

    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.add_column(sa.Column('address_blind', sa.String(), nullable=True))

    with op.batch_alter_table('approval', schema=None) as batch_op:
        batch_op.add_column(sa.Column('basis_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('basis_digest', sa.String(), nullable=True))

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wanted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_conversation_waiting', ['wanted_at'], unique=False)

    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_conversation_ref'))
        batch_op.drop_index(batch_op.f('ix_decision_subject_ref'))
        batch_op.drop_index(batch_op.f('ix_decision_of_action'), sqlite_where=sa.text('action_id IS NOT NULL'))
        batch_op.create_index('ix_decision_of_action', ['action_id', 'seq'], unique=False, sqlite_where=sa.text('action_id IS NOT NULL'), postgresql_where=sa.text('action_id IS NOT NULL'))
        batch_op.create_index('ix_decision_conversation', ['conversation_ref', 'seq'], unique=False)
        batch_op.create_index('ix_decision_subject', ['subject_ref', 'seq'], unique=False)

    with op.batch_alter_table('decision_payload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_payload_person'))

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.add_column(sa.Column('permit_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_delivery_permit_id'), 'permit', ['permit_id'], ['id'])

    with op.batch_alter_table('instruction', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('paused_by', sa.Uuid(), nullable=True))

    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('paused_by', sa.Uuid(), nullable=True))

    with op.batch_alter_table('rule_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('author_member_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('surface', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('drafted_by', sa.String(), nullable=False, server_default='person'))
        batch_op.add_column(sa.Column('shown_digest', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('unenforced', sa.JSON(), nullable=False, server_default='[]'))



def downgrade() -> None:
    with op.batch_alter_table('rule_version', schema=None) as batch_op:
        batch_op.drop_column('unenforced')
        batch_op.drop_column('shown_digest')
        batch_op.drop_column('drafted_by')
        batch_op.drop_column('surface')
        batch_op.drop_column('author_member_id')

    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.drop_column('paused_by')
        batch_op.drop_column('paused_at')

    with op.batch_alter_table('instruction', schema=None) as batch_op:
        batch_op.drop_column('paused_by')
        batch_op.drop_column('paused_at')

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_delivery_permit_id'), type_='foreignkey')
        batch_op.drop_column('permit_id')

    with op.batch_alter_table('decision_payload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_payload_person'), ['workspace_id', 'subject_ref'], unique=False)

    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_subject')
        batch_op.drop_index('ix_decision_conversation')
        batch_op.drop_index('ix_decision_of_action', sqlite_where=sa.text('action_id IS NOT NULL'), postgresql_where=sa.text('action_id IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_decision_of_action'), ['action_id'], unique=False, sqlite_where=sa.text('action_id IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_decision_subject_ref'), ['subject_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_conversation_ref'), ['conversation_ref'], unique=False)

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.drop_index('ix_conversation_waiting')
        batch_op.drop_column('told_at')
        batch_op.drop_column('wanted_at')

    with op.batch_alter_table('approval', schema=None) as batch_op:
        batch_op.drop_column('basis_digest')
        batch_op.drop_column('basis_sealed')

    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.drop_column('address_blind')

    with op.batch_alter_table('permit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_permit_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_permit_action_id'))

    op.drop_table('permit')
    op.drop_table('platform_stop')
