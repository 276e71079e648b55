"""The craft."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0005'
down_revision: str | None = '0004'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('simulation_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('failure', sa.String(), nullable=True),
    sa.Column('change_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('report', sa.JSON(), nullable=True),
    sa.Column('started_by', sa.Uuid(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_simulation_run_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_simulation_run'))
    )
    with op.batch_alter_table('simulation_run', schema=None) as batch_op:
        batch_op.create_index('ix_simulation_run_started', ['workspace_id', 'started_at'], unique=False)

    op.create_table('criterion_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('lead_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('framework', sa.String(), nullable=False),
    sa.Column('criterion', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('value_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('quote_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('message_seq', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('confidence_ppm', sa.Integer(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_criterion_answer_conversation_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_criterion_answer_lead_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_criterion_answer_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion_answer'))
    )
    with op.batch_alter_table('criterion_answer', schema=None) as batch_op:
        batch_op.create_index('ix_criterion_answer_lead', ['workspace_id', 'lead_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_criterion_answer_lead_id'), ['lead_id'], unique=False)

    op.create_table('waitlist_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('lead_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('windows', sa.JSON(), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_waitlist_entry_conversation_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_waitlist_entry_lead_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_waitlist_entry_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waitlist_entry'))
    )
    with op.batch_alter_table('waitlist_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_waitlist_entry_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_waitlist_entry_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index('ix_waitlist_entry_state', ['workspace_id', 'state'], unique=False)

    with op.batch_alter_table('knowledge_source', schema=None) as batch_op:
        batch_op.add_column(sa.Column('origin', sa.String(), nullable=False, server_default='file'))
        batch_op.add_column(sa.Column('written_by', sa.Uuid(), nullable=True))

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.add_column(sa.Column('source_id', sa.Uuid(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_column('source_id')

    with op.batch_alter_table('knowledge_source', schema=None) as batch_op:
        batch_op.drop_column('written_by')
        batch_op.drop_column('origin')

    with op.batch_alter_table('waitlist_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_waitlist_entry_state')
        batch_op.drop_index(batch_op.f('ix_waitlist_entry_lead_id'))
        batch_op.drop_index(batch_op.f('ix_waitlist_entry_conversation_id'))

    op.drop_table('waitlist_entry')
    with op.batch_alter_table('criterion_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_criterion_answer_lead_id'))
        batch_op.drop_index('ix_criterion_answer_lead')

    op.drop_table('criterion_answer')
    with op.batch_alter_table('simulation_run', schema=None) as batch_op:
        batch_op.drop_index('ix_simulation_run_started')

    op.drop_table('simulation_run')
